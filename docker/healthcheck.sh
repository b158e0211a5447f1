#!/bin/bash
# Succeeds if the server of this container is alive. Bash alone, since the image has no HTTP client.
#   LAMM_HTTP   HOST:PORT that it listens on; 127.0.0.1 reaches it whatever the host is
set -u
http=${LAMM_HTTP:-:8080}
port=${http##*:}

exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3
IFS= read -r -t 3 status <&3 || exit 1
[[ $status == 'HTTP/1.1 200'* ]]
