#!/bin/sh
# Lays a built source tree out as the image has it: layout.sh SOURCE TARGET
# The launcher finds the program beside itself and, without a pom.xml there, never builds.
set -eu

source=$1
target=$2

[ -f "$source/task-manager/target/lamm.built" ] || {
  echo "layout: $source holds no finished build" >&2
  exit 1
}
mkdir -p "$target/task-manager/target/lib"
cp "$source/lamm" "$source/docker/healthcheck.sh" "$target/"
cp "$source"/task-manager/target/task-manager-*.jar "$target/task-manager/target/"
cp "$source"/task-manager/target/lib/*.jar "$target/task-manager/target/lib/"
chmod 0755 "$target/lamm" "$target/healthcheck.sh"
