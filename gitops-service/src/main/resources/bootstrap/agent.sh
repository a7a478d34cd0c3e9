set -u -o pipefail
ROOT="${SWEN_ROOT:-}"
STATE="$ROOT/var/lib/swen"
SHARE="$STATE/share"
POLL="${SWEN_POLL:-$NOTICE_EVERY}"
umask 077
mkdir -p "$STATE" "$SHARE/checkpoint"
# Whatever user the container has.
chmod 711 "$STATE" && chmod 777 "$SHARE" "$SHARE/checkpoint"
# Whoever shuts the instance down in order, as a cloud does that is told to end it, gets a last checkpoint as well.
rm -f "$STATE/stop"
trap 'touch "$STATE/stop"' TERM
[ -s "$STATE/header" ] || printf 'Swen-Callback-Token: %s\n' "$FIRST_TOKEN" > "$STATE/header"

say() { printf '%s swen: %s\n' "$(date -u +%FT%TZ)" "$*" | tee -a "$STATE/agent.log" >&2; }

# Tells the platform; the answer carries the next token. That nobody hears is no reason to stop working.
report() {
  [ -n "$CALLBACK" ] || return 0
  local field args=() answer token
  for field in "$@"; do args+=(--data-urlencode "$field"); done
  answer="$(curl -sS -f --max-time 15 -H @"$STATE/header" "${args[@]}" "$CALLBACK")" || { say "callback failed: $1"; return 1; }
  token="$(printf %s "$answer" | sed -n 's/.*"token":"\([^"]*\)".*/\1/p')"
  if [ -n "$token" ]; then
    printf 'Swen-Callback-Token: %s\n' "$token" > "$STATE/header.new" && mv "$STATE/header.new" "$STATE/header"
  fi
  case "$answer" in *'"action":"stop"'*) touch "$STATE/stop" ;; esac
}

retry() {
  local tries="$1" pause=1; shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep "$pause"; pause=$((pause * 2))
  done
}

# Turns a reference into the secret, under the instance's own role; it is in no file and no user data.
fetch_secret() {
  local scheme="${1%%:*}" rest="${1#*:}" path field="" value
  path="${rest%%#*}"
  case "$rest" in *'#'*) field="${rest#*#}" ;; esac
  case "$scheme" in
    vault) vault kv get -field="$field" "$path"; return ;;
    aws-sm) value="$(aws secretsmanager get-secret-value --secret-id "$path" --query SecretString --output text)" || return 1 ;;
    aws-ssm) value="$(aws ssm get-parameter --with-decryption --name "$path" --query Parameter.Value --output text)" || return 1 ;;
    alibaba-kms) value="$(aliyun kms GetSecretValue --SecretName "$path" | jq -er .SecretData)" || return 1 ;;
    *) say "unknown secret reference scheme: $scheme"; return 1 ;;
  esac
  if [ -n "$field" ]; then printf %s "$value" | jq -er --arg field "$field" '.[$field]'; else printf %s "$value"; fi
}

copy_store() { # from, to
  case "$1$2" in
    *s3://*) aws s3 sync --only-show-errors "$1" "$2" ;;
    *oss://*) aliyun oss cp "$1" "$2" -r -u -f ;;
    *) say "no way to copy $1 to $2"; return 1 ;;
  esac
}
restore() { [ -z "$CHECKPOINT" ] || copy_store "$CHECKPOINT/" "$SHARE/checkpoint/"; }
save() {
  [ -n "$CHECKPOINT" ] || return 0
  if retry 2 copy_store "$SHARE/checkpoint/" "$CHECKPOINT/"; then report event=checkpoint; else say "checkpoint not saved"; fi
}

# Whether the cloud is about to take the instance away.
noticed() {
  [ "$SPOT" = yes ] || return 1
  local token
  if [ "$PROVIDER" = aws ]; then
    token="$(curl -sf --max-time 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$METADATA/latest/api/token")" || return 1
    curl -sf --max-time 2 -o /dev/null -H "X-aws-ec2-metadata-token: $token" "$METADATA/latest/meta-data/spot/instance-action"
  else
    token="$(curl -sf --max-time 2 -X PUT -H 'X-aliyun-ecs-metadata-token-ttl-seconds: 60' "$METADATA/latest/api/token")" || token=""
    curl -sf --max-time 2 -o /dev/null -H "X-aliyun-ecs-metadata-token: $token" "$METADATA/latest/meta-data/instance/spot/termination-time"
  fi
}

# Sends what is new of the log, in pieces; a piece that was not heard is sent again under its number.
ship_logs() {
  [ "$LOGS" != CLOUD_LOGS ] || return 0
  docker logs --timestamps workload > "$STATE/log" 2>&1 || return 0
  local size from seq pieces=8
  size="$(stat -c %s "$STATE/log")"
  from="$(cat "$STATE/log.from" 2>/dev/null || echo 0)"
  seq="$(cat "$STATE/log.seq" 2>/dev/null || echo 0)"
  [ "$from" -le "$size" ] || from=0
  while [ -n "$CALLBACK" ] && [ "$from" -lt "$size" ] && [ "$pieces" -gt 0 ]; do
    tail -c "+$((from + 1))" "$STATE/log" | head -c 16384 > "$STATE/piece"
    report event=log "seq=$((seq + 1))" "log@$STATE/piece" || return 0
    seq=$((seq + 1)); from=$((from + $(stat -c %s "$STATE/piece"))); pieces=$((pieces - 1))
    echo "$from" > "$STATE/log.from"; echo "$seq" > "$STATE/log.seq"
  done
  if [ "$LOGS" = OBJECT_STORE ]; then
    case "$LOGS_URI" in
      s3://*) aws s3 cp --only-show-errors "$STATE/log" "$LOGS_URI" ;;
      oss://*) aliyun oss cp "$STATE/log" "$LOGS_URI" -f ;;
    esac || say "log not stored"
  fi
}

beat() {
  local fields=(event=heartbeat "image=$DIGEST") progress
  progress="$(head -c 20 "$SHARE/progress" 2>/dev/null | tr -cd '0-9.')"
  [ -z "$progress" ] || fields+=("progress=$progress")
  report "${fields[@]}"
}

over() { # exit code
  # Told more than once if need be: that a batch failed must not look as if it had succeeded.
  retry 5 report event=exit "exit_code=$1"
  # A finished batch must not go on billing, so the instance ends itself.
  [ "$BATCH" = yes ] && shutdown -h now
  exit "$1"
}

retry 4 systemctl start docker || over 125
if [ "$PROVIDER" = alibaba ] && [ -n "$RAM_ROLE" ]; then
  aliyun configure set --mode EcsRamRole --ram-role-name "$RAM_ROLE" --region "$REGION" || say "aliyun is not configured"
fi
DIGEST=""
if ! docker container inspect workload > /dev/null 2>&1; then
  secrets || { say "a secret could not be fetched"; over 97; }
  retry 3 restore || { say "the checkpoint could not be restored"; over 98; }
  retry 5 docker pull -q "$IMAGE" > /dev/null || { say "the image could not be pulled"; over 125; }
  start_workload > /dev/null || { say "the container could not be started"; over 125; }
fi
DIGEST="$(docker image inspect -f '{{index .RepoDigests 0}}' "$IMAGE" 2>/dev/null)" || DIGEST=""
beat
next_beat=$((SECONDS + HEARTBEAT_EVERY)); next_save=$((SECONDS + CHECKPOINT_EVERY))
while :; do
  running="$(docker inspect -f '{{.State.Running}}' workload 2>/dev/null)" || running=false
  [ "$running" = true ] || [ "$BATCH" = no ] || break
  if noticed || [ -e "$STATE/stop" ]; then
    if [ ! -e "$STATE/stop" ]; then say "the cloud takes the instance away"; report event=interruption; fi
    docker stop -t "$STOP_GRACE" workload > /dev/null
    save; ship_logs
    exit 0
  fi
  if [ "$SECONDS" -ge "$next_beat" ]; then beat; ship_logs; next_beat=$((SECONDS + HEARTBEAT_EVERY)); fi
  if [ "$CHECKPOINT_EVERY" -gt 0 ] && [ "$SECONDS" -ge "$next_save" ]; then save; next_save=$((SECONDS + CHECKPOINT_EVERY)); fi
  sleep "$POLL"
done
code="$(docker inspect -f '{{.State.ExitCode}}' workload)" || code=125
save; ship_logs
over "$code"
