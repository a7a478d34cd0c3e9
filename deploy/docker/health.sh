#!/bin/bash
# Whether this container's program says that it is ready. Written in Bash's own words: a slim image has no client for HTTP.
exec 3<>"/dev/tcp/127.0.0.1/${SERVER_PORT:?}" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n' "${SWEN_HEALTH:?}" >&3
read -r -t 3 _ status _ <&3 || exit 1
[[ $status == 200 ]]
