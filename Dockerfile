# The program in an image of its own: static, some 30 MB, not root.
FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /regulars ./cmd/regulars

FROM alpine:3.22
RUN apk add --no-cache ca-certificates tzdata \
    && adduser -D -H -u 10001 regulars \
    && install -d -o regulars -g regulars -m 700 /data
COPY --from=build /regulars /usr/local/bin/regulars
USER regulars
# Mails and the like. The database is elsewhere: DATABASE_URL is required here.
VOLUME /data
ENV DATA_DIR=/data ADDR=0.0.0.0:3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD wget -q -O /dev/null http://127.0.0.1:3000/readyz
ENTRYPOINT ["regulars"]
CMD ["serve"]
