# What ./run and ./test share: words in two languages, Debian packages, builds by preset.
# Sourced by bash; expects the working folder to be the root of the repository.

# ---- words ------------------------------------------------------------------------------------
reads_chinese() {
  case "${BAOBEI_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}}" in
    zh*) return 0 ;;
    *) return 1 ;;
  esac
}

# tell ENGLISH CHINESE: prints the one that the reader's locale asks for.
tell() {
  if reads_chinese; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

complain() {
  tell "$1" "$2" >&2
}

# ---- packages ---------------------------------------------------------------------------------
packages_of() {
  local set="$1"
  sed -n "s/^$set  *\([^ ]*\) *$/\1/p" tools/packages.txt
}

# The names on the command line that are not installed.
missing_packages() {
  local status
  for package in "$@"; do
    # Node's own package brings npm and excludes Debian's: any npm will do.
    if [ "$package" = npm ] && command -v npm >/dev/null; then continue; fi
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=absent
    [ "$status" = installed ] || printf '%s\n' "$package"
  done
}

# The prefix that makes a command run as root, in the array `as_root`; fails where there is none.
find_root_rights() {
  as_root=()
  [ "$(id -u)" -eq 0 ] && return 0
  command -v sudo >/dev/null || return 1
  if [ -t 0 ]; then
    as_root=(sudo)  # a person sits here: sudo may ask for the password
    sudo -v
  else
    as_root=(sudo -n)
    sudo -n true 2>/dev/null
  fi
}

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q \
    -o DPkg::Lock::Timeout=900 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@"
}

install_packages() {
  local command="apt-get install -y --no-install-recommends $*"
  if ! find_root_rights; then
    complain "Installing packages needs root or a sudo that does not ask. As root, run:
  apt-get update && $command
then run this again." \
      "安装软件包需要 root 权限，或无需密码的 sudo。请以 root 身份执行：
  apt-get update && $command
然后重新运行。"
    return 1
  fi
  apt update
  # Nothing of the machine's own is removed without being asked (libboost1.74-dev, for one,
  # excludes libboost1.81-dev).
  if ! apt install -y --no-install-recommends --no-remove "$@"; then
    complain "apt-get could not install these packages. If it says that others had to be removed,
decide that yourself: $command" \
      "apt-get 未能安装这些软件包。若提示需要移除其他软件包，请自行决定：$command"
    return 1
  fi
}

# need_packages SET...: installs what is missing of these sets; without a network where nothing is.
need_packages() {
  if [ -n "${BAOBEI_SKIP_PACKAGES:-}" ]; then
    tell "BAOBEI_SKIP_PACKAGES is set: packages are not looked at." \
      "已设置 BAOBEI_SKIP_PACKAGES：不检查软件包。"
    return 0
  fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    complain "This is not Debian: install what tools/packages.txt lists by the means of this system,
then set BAOBEI_SKIP_PACKAGES=1 and run this again. Debian 12 is what is tested." \
      "当前系统不是 Debian：请自行安装 tools/packages.txt 所列软件包，
再设置 BAOBEI_SKIP_PACKAGES=1 重新运行。经过测试的系统是 Debian 12。"
    return 1
  fi
  local wanted=() missing
  for set in "$@"; do mapfile -t -O "${#wanted[@]}" wanted < <(packages_of "$set"); done
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if [ "${#missing[@]}" -eq 0 ]; then
    tell "All ${#wanted[@]} packages are installed." "${#wanted[@]} 个软件包均已安装。"
    return 0
  fi
  tell "Installing ${#missing[@]} packages: ${missing[*]}" \
    "安装 ${#missing[@]} 个软件包：${missing[*]}"
  install_packages "${missing[@]}"
}

# ---- builds -----------------------------------------------------------------------------------
# Compilers at once: one a core, but no more than memory holds (the largest source takes 1.7 GB).
parallel_jobs() {
  local cores memory_kb by_memory
  cores=$(nproc)
  memory_kb=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)
  by_memory=$((${memory_kb:-2000000} / 1700000))
  [ "$by_memory" -ge 1 ] || by_memory=1
  if [ "$cores" -lt "$by_memory" ]; then echo "$cores"; else echo "$by_memory"; fi
}

# The desks, before the program that embeds them.
build_desks() {
  if [ -n "${BAOBEI_SKIP_DESKS:-}" ]; then
    tell "BAOBEI_SKIP_DESKS is set: the desks are not built." \
      "已设置 BAOBEI_SKIP_DESKS：不构建工作台。"
    return 0
  fi
  tools/web.sh build
}

configure() {
  CC=gcc CXX=g++ cmake --preset "$1"
}

# build PRESET [TARGET...]
build() {
  local preset="$1" targets=()
  shift
  for target in "$@"; do targets+=(--target "$target"); done
  cmake --build --preset "$preset" -j "$(parallel_jobs)" "${targets[@]}"
}
