# The console's image: Next.js in standalone mode. Built from the root of the repository:
#   docker build --file infra/images/console.Dockerfile --tag holdfast-console .
# By digest, so that a commit is always built on the same base; Dependabot moves it here and in the worker's image at once, and
# reads it only where it stands behind FROM. For a mirror of your own: --build-context base=docker-image://MIRROR/node@DIGEST.
FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS base

FROM base AS build
WORKDIR /build
# Dependencies first: they change less often than sources, so this layer is mostly cached, and both images share it. The
# platform packages of swc are optional dependencies, so they must not be left out.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY next.config.js tsconfig.json instrumentation.ts proxy.ts ./
COPY scripts/copy-standalone-assets.mjs scripts/
COPY lib lib
COPY components components
COPY app app
COPY indexer indexer
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run build:console

FROM base AS runtime
# Git shows what is inside backups. Nothing installs packages in there: without npm and yarn there is less to scan, and less to
# use for who gets in.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /opt/yarn-* \
     /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
# The root filesystem is read-only on ECS; /scratch is the one place to write. VOLUME hands its owner on to the mounted disk.
RUN mkdir /scratch && chown node:node /scratch
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOME=/scratch TMPDIR=/scratch
VOLUME ["/scratch"]

WORKDIR /app
COPY --from=build --chown=root:root /build/.next/standalone ./
USER node
EXPOSE 3000

# For whoever runs the image without a load balancer; ECS goes by the balancer's own check. There is no curl in the image.
# A redirect is no health: any other path leads to the sign-in page, which answers.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/healthz', { redirect: 'error' }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# The standalone server listens on $HOSTNAME, and Docker and Fargate set that to the container's own name. Setting it here
# wins over both. A crash leaves no core file: it would hold the secrets and every session's token. With ten thousand repositories a
# few manifests in memory are 100 MB; left to itself Node would let the heap grow far beyond that before it collects.
ENTRYPOINT ["prlimit", "--core=0", "env", "--unset=NODE_OPTIONS", "HOSTNAME=0.0.0.0", "PORT=3000", "node", "--max-old-space-size=320", "--max-semi-space-size=16", "server.js"]

# Last: they are other ones with each commit, and no layer has to be made anew for them.
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Holdfast console" \
      org.opencontainers.image.description="Browse backups, start them, restore repositories, see alarms" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
