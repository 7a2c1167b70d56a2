# The service in a small image: only what it needs to run, as a user without rights, told healthy by its own command.
#
#   docker build -t switchyard .
#   docker run -p 50051:50051 -p 8080:8080 -v switchyard:/data -e SWITCHYARD_API_KEY=… -e OPENAI_API_KEY=… switchyard

FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings its own Node: without install scripts the npm package of the same name stays an empty folder.
RUN npm ci --omit=dev --ignore-scripts
COPY bin bin
COPY src src
COPY gen/ts gen/ts
COPY docs/reference/config.schema.json docs/reference/openapi.json docs/reference/
COPY scripts/warm-cache.ts scripts/
# Leaves the stripped and compiled sources in a cache, so that the service starts faster and smaller.
RUN NODE_COMPILE_CACHE=/app/.cache node scripts/warm-cache.ts

FROM node:26-slim
WORKDIR /app
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/app/.cache \
    SWITCHYARD_GRPC_LISTEN=0.0.0.0:50051 \
    SWITCHYARD_WEB_LISTEN=0.0.0.0:8080
COPY --from=build /app /app
# The store's default place is data/ of the working directory.
RUN mkdir /data && chown node:node /data && ln -s /data data
USER node
VOLUME /data
EXPOSE 50051 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["node", "bin/switchyard.js", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/switchyard.js"]
CMD ["serve"]
