import { mediaServer } from './media-server.ts';

export default mediaServer({
  id: 'emby',
  name: 'Emby',
  homepage: 'https://emby.media/',
  schemes: { plain: ['emby'], secure: ['embys'] },
});
