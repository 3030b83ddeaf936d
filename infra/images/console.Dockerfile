# syntax=docker/dockerfile:1
# The console's image: Next.js in standalone mode. Built from the root of the repository:
#   docker build --file infra/images/console.Dockerfile --tag holdfast-console .
# Base images are pinned by tag. Pin them by digest too where your registry lets you look the digest up; then let a bot move it.
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
# Dependencies first: they change less often than sources, so this layer is mostly cached. The platform packages of swc are
# optional dependencies, so they must not be left out.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run build

FROM ${NODE_IMAGE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Holdfast console" \
      org.opencontainers.image.description="Browse backups, start them, restore repositories, see alarms" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
# The root filesystem is read-only on ECS; /scratch is the one place to write. VOLUME hands its owner on to the mounted disk.
RUN mkdir /scratch && chown node:node /scratch
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOME=/scratch TMPDIR=/scratch

WORKDIR /app
COPY --from=build --chown=root:root /build/.next/standalone ./
USER node
VOLUME ["/scratch"]
EXPOSE 3000

# For whoever runs the image without a load balancer; ECS goes by the balancer's own check. There is no curl in the image.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# The standalone server listens on $HOSTNAME, and Docker and Fargate set that to the container's own name. Setting it here
# wins over both.
ENTRYPOINT ["env", "--unset=NODE_OPTIONS", "HOSTNAME=0.0.0.0", "PORT=3000", "node", "server.js"]
