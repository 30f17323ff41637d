import { mediaServer } from './emby/media-server.ts';

export default mediaServer({
  id: 'jellyfin',
  name: 'Jellyfin',
  homepage: 'https://jellyfin.org/',
  schemes: { plain: ['jellyfin'], secure: ['jellyfins'] },
});
