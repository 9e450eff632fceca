# One static program in an image that holds nothing else. The workspace is
# mounted at /data, and the user 65532 must be able to write its store there.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/qunbao . \
 && mkdir -p /out/data /out/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/ /
COPY --from=build /src/LICENSE /src/NOTICE /
USER 65532:65532
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=30s --retries=3 \
  CMD ["/qunbao", "health", "-c", "/data/qunbao.yaml"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/qunbao"]
CMD ["run", "-c", "/data/qunbao.yaml"]
