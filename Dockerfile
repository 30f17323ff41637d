# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY tools/build.ts tools/
COPY tools/build tools/build
COPY src src
RUN node tools/build.ts && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    APPRISE_CONFIG_DIR=/config \
    APPRISE_ATTACH_DIR=/attach \
    APPRISE_PLUGIN_PATHS=/plugin
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Any other user works too, as long as it may write to the volumes: `user:` of a compose file, `--user`.
RUN mkdir /config /attach /plugin && chown node:node /config /attach
USER node
VOLUME ["/config", "/attach", "/plugin"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || process.env.HTTP_PORT || 8000) + (process.env.APPRISE_BASE_URL || '') + '/status').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/bin/apprise-api.js"]
