#!/usr/bin/env bash
# Runs docker-compose.yml on a real Docker daemon: images are built, the core starts, every service becomes healthy, the demonstration
# runs through the published port, and everything is taken down. Where no daemon answers, one is started for this run if that can be
# done (root, dockerd, containerd, runc). Where nothing can be pulled, images stand on a base made here by debootstrap.
# Ends with a line "compose name=value …". Exit code 77: it cannot be run here, and the line before says why; that is so as well where
# the images are not built in time. From then on running out of time is a failure.
#   SWEN_VERIFY_WITHIN=900   seconds that all of it may take
#   SWEN_VERIFY_DEMO=full|off
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly root=$PWD
readonly within=${SWEN_VERIFY_WITHIN:-900}
began=$(date +%s)
work=$(mktemp -d /tmp/swen-compose-XXXXXX)
daemon="" containerd="" up="" built="" forward=""

say() { printf '%4ds  %s\n' $(($(date +%s) - began)) "$*"; }
skip() { say "compose is not verified here: $*"; exit 77; }
left() { local rest=$((within - $(date +%s) + began)); ((rest > 0)) && echo "$rest" || echo 1; }
bounded() { timeout --foreground "$(left)" "$@"; }

clean_up() {
  local code=$?
  set +e
  if [[ -n $up ]]; then
    ((code == 0 || code != 124)) || say "it did not end within $within s"
    # What there is to say is said after the time is up as well.
    ((code == 0)) || for tell in ps "logs --no-color --tail 10"; do
      # shellcheck disable=SC2086
      timeout 30 "${compose_command[@]}" "${compose_options[@]}" $tell 2>&1 | cut -c 1-300 | tail -80
    done
    timeout 120 "${compose_command[@]}" "${compose_options[@]}" down --volumes --timeout 20 >/dev/null 2>&1
  fi
  for pid in $daemon $containerd; do
    kill "$pid" 2>/dev/null
    for _ in {1..100}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    kill -9 "$pid" 2>/dev/null
  done
  # A daemon that switches forwarding on denies whatever it did not ask for, and leaves it so.
  [[ -z $forward ]] || iptables -P FORWARD "$forward"
  # What a daemon leaves mounted cannot be removed.
  awk -v work="$work/" 'index($5, work) == 1 { print $5 }' /proc/self/mountinfo | sort -r | xargs -r -n1 umount -l 2>/dev/null
  rm -rf --one-file-system "$work"
  if [[ -z $built ]] && ((code == 124)); then
    say "compose is not verified here: the images were not built within $within s"
    code=77
  fi
  exit "$code"
}
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

command -v docker >/dev/null || skip "there is no docker"
if docker compose version >/dev/null 2>&1; then
  compose_command=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose_command=(docker-compose)
else
  skip "there is no Compose, neither docker-compose nor docker's own"
fi
shopt -s nullglob
jars=(cloud-simulator/target/*-exec.jar {telemetry,routing,gitops,identity,gateway}-service/target/*-exec.jar)
((${#jars[@]} == 6)) || skip "the jars are not built: mvn package -DskipTests"

export COMPOSE_PROJECT_NAME=swenverify
compose_options=(-f "$root/docker-compose.yml")
compose() { bounded "${compose_command[@]}" "${compose_options[@]}" "$@"; }

if ! timeout 10 docker info >/dev/null 2>&1; then
  [[ $(id -u) -eq 0 ]] || skip "no daemon answers, and only root may start one"
  for program in dockerd containerd runc; do
    command -v "$program" >/dev/null || skip "no daemon answers, and there is no $program to start one with"
  done
  export DOCKER_HOST=unix://$work/docker.sock
  forward=$(iptables -S FORWARD 2>/dev/null | awk '$1 == "-P" { print $3 }' || true)
  # On machines with the memory and processor controllers apart; elsewhere this changes nothing.
  containerd --root "$work/containerd" --state "$work/containerd-run" --address "$work/containerd.sock" --log-level error \
    >"$work/containerd.log" 2>&1 &
  containerd=$!
  dockerd --host "$DOCKER_HOST" --containerd "$work/containerd.sock" --data-root "$work/data" --exec-root "$work/exec" \
    --pidfile "$work/docker.pid" --log-level warn ${SWEN_VERIFY_DOCKERD:-} >"$work/dockerd.log" 2>&1 &
  daemon=$!
  for _ in {1..60}; do
    timeout 5 docker info >/dev/null 2>&1 && break
    kill -0 "$daemon" 2>/dev/null || break
    sleep 0.5
  done
  timeout 5 docker info >/dev/null 2>&1 || { tail -5 "$work/dockerd.log"; skip "dockerd does not run here"; }
  say "started $(docker version --format 'Docker {{.Server.Version}}') with $(docker info --format '{{.Driver}}')"
fi

# ── images ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
if timeout 60 docker pull -q "${SWEN_BASE_IMAGE:-eclipse-temurin:25-jre}" >/dev/null 2>&1; then
  say "images stand on what the registry has"
else
  java_home=${JAVA_HOME:?a JDK 25 goes into the image}
  suite=${SWEN_VERIFY_SUITE:-bookworm}
  # Kept: it takes a minute or more, and changes with Debian and the JDK only.
  base=$root/.swen/tools/docker-base-$suite-$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$java_home/release").tar
  if [[ ! -s $base ]]; then
    command -v debootstrap >/dev/null || skip "no image can be pulled, and there is no debootstrap to make one with"
    say "nothing can be pulled; a base is made of Debian and $java_home"
    mirror=$(awk '/^URIs:/ && $2 !~ /security/ { print $2; exit } $1 == "deb" && $2 ~ /^http/ { print $2; exit }' \
      /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /dev/null 2>/dev/null || true)
    bounded debootstrap --variant=minbase --include=ca-certificates,postgresql,git "$suite" "$work/rootfs" \
      "${mirror:-https://deb.debian.org/debian}" >"$work/debootstrap.log" 2>&1 ||
      { tail -5 "$work/debootstrap.log"; skip "debootstrap cannot make a base here, or not within $within s"; }
    mkdir -p "$work/rootfs/opt/java" "$root/.swen/tools"
    cp -a "$java_home/." "$work/rootfs/opt/java/"
    rm -rf "$work/rootfs/opt/java/jmods" "$work/rootfs/opt/java/lib/src.zip" "$work"/rootfs/var/cache/apt/archives/*.deb
    tar -C "$work/rootfs" -cf "$base.part" . && mv "$base.part" "$base"
    rm -rf "$work/rootfs"
  fi
  bounded docker import --change 'ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8' \
    "$base" swen-local/java:25 >/dev/null
  mkdir -p "$work/postgres" "$work/terraform"
  cp deploy/docker/local-postgres.sh "$work/postgres/docker-entrypoint.sh"
  if terraform=$(command -v terraform); then cp -L "$terraform" "$work/terraform/terraform"; else cp /bin/true "$work/terraform/terraform"; fi
  chmod 755 "$work/postgres/docker-entrypoint.sh" "$work/terraform/terraform"
  # As the official image of PostgreSQL is used: its entry point, variables and folder of scripts.
  printf 'FROM swen-local/java:25\nCOPY docker-entrypoint.sh /usr/local/bin/\nRUN mkdir -p /docker-entrypoint-initdb.d\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["postgres"]\nEXPOSE 5432\n' >"$work/postgres/Dockerfile"
  printf 'FROM scratch\nCOPY terraform /bin/terraform\n' >"$work/terraform/Dockerfile"
  export DOCKER_BUILDKIT=0
  bounded docker build -q -t swen-local/postgres:15 "$work/postgres" >/dev/null
  bounded docker build -q -t swen-local/terraform:1 "$work/terraform" >/dev/null
  export SWEN_BASE_IMAGE=swen-local/java:25 SWEN_POSTGRES_IMAGE=swen-local/postgres:15 SWEN_TERRAFORM_IMAGE=swen-local/terraform:1
  say "base ready: $(docker image ls --format '{{.Size}}' swen-local/java:25)"
fi
export DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
compose config -q
images_began=$(date +%s)
compose build >"$work/build.log" 2>&1 || {
  code=$?
  tail -30 "$work/build.log"
  ((code == 124)) || code=1
  exit "$code"
}
built=yes
images_took=$(($(date +%s) - images_began))
say "six images built in ${images_took} s"

# ── the tests' own fixture on this daemon ─────────────────────────────────────────────────────────────────────────────────────────
fixture=off
if command -v mvn >/dev/null && [[ -d platform-starter/target/test-classes && ${SWEN_VERIFY_FIXTURE:-on} != off ]]; then
  since=$(date +%s)
  export SWEN_TEST_POSTGRES_IMAGE=${SWEN_POSTGRES_IMAGE:-postgres:18}
  # Where this runs in a container itself, Testcontainers would pull an image to find the way out of it; the daemon is beside it.
  TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=localhost \
    bounded mvn -B -ntp -q -o -pl platform-starter surefire:test -Dtest=MigrationIntegrationTests \
    -Dsurefire.failIfNoSpecifiedTests=true >"$work/fixture.log" 2>&1 || { tail -30 "$work/fixture.log"; exit 1; }
  # The embedded server would have passed as well: it has to have been a container.
  ran=$(docker events --since "$since" --until "$(($(date +%s) + 1))" --filter event=start --filter "image=$SWEN_TEST_POSTGRES_IMAGE" --format x | wc -l)
  ((ran > 0)) || { say "the tests ran, and not on a container"; exit 1; }
  fixture=container
  say "tests passed on a PostgreSQL that Testcontainers started, in $(($(date +%s) - since)) s"
fi

# ── the core ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
port=$(shuf -i 20000-29000 -n 1)
export SWEN_PORT=$port SWEN_PUBLIC_URL=http://localhost:$port SWEN_LIMITS_SCALE=1000 SWEN_SIMULATOR_SPEED=${SWEN_SIMULATOR_SPEED:-20}
up=yes
start_began=$(date +%s)
compose up --detach --no-build >"$work/up.log" 2>&1 || { tail -20 "$work/up.log"; exit 1; }
services=(postgres simulator telemetry routing gitops identity gateway)
for service in "${services[@]}"; do
  id=$(compose ps -q "$service")
  while :; do
    health=$(docker inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$id")
    [[ $health == healthy ]] && break
    (($(left) > 1)) || { say "$service is $health and time is up"; exit 1; }
    sleep 1
  done
  say "$service is healthy"
done
start_took=$(($(date +%s) - start_began))
[[ $(curl -fsS --max-time 10 "http://localhost:$port/health" | sed -n 's/.*"status":"\([a-z]*\)".*/\1/p' | head -1) == healthy ]] ||
  { say "the gateway does not say that the platform is healthy"; exit 1; }

# ── what the containers are like ──────────────────────────────────────────────────────────────────────────────────────────────────
hardened=0
for service in simulator telemetry routing gitops identity gateway; do
  id=$(compose ps -q "$service")
  uid=$(docker exec "$id" id -u)
  [[ $uid == 10001 ]] || { say "$service runs as $uid"; exit 1; }
  if docker exec "$id" touch /written 2>/dev/null; then say "$service can write to its image"; exit 1; fi
  docker exec "$id" test -s /app/sbom/application.cdx.json || { say "$service has no bill of materials"; exit 1; }
  [[ ${SWEN_AOT:-on} == off ]] || docker exec "$id" test -s /app/app.aot || { say "$service has no start-up cache"; exit 1; }
  hardened=$((hardened + 1))
done
say "no root, nothing written to an image, a bill of materials in each: $hardened of 6"

# ── the demonstration, as a user with the generated passwords ─────────────────────────────────────────────────────────────────────
demo=off demo_took=0
if [[ ${SWEN_VERIFY_DEMO:-full} != off ]]; then
  mkdir -m 700 "$work/home"
  (umask 077 && docker exec -u 0 "$(compose ps -q postgres)" cat /run/swen/identity/credentials.json >"$work/home/credentials.json")
  demo_began=$(date +%s)
  SWEN_HOME=$work/home SWEN_URL=http://localhost:$port bounded ./swen demo --timeout "$(left)" 2>&1 | tee "$work/demo.log" | tail -40
  demo=passed demo_took=$(($(date +%s) - demo_began))
fi

stop_began=$(date +%s)
compose down --volumes --timeout 20 >/dev/null 2>&1
up=""
echo "compose images_s=$images_took start_s=$start_took services=${#services[@]} fixture=$fixture hardened=$hardened demo=$demo demo_s=$demo_took stop_s=$(($(date +%s) - stop_began)) total_s=$(($(date +%s) - began))"
