#!/bin/sh
# Restores git repositories from this bucket. It needs sh, git, awk and either aws or a local copy of the bucket;
# nothing else has to be installed. README.txt beside it explains the same by hand.

usage() {
  cat <<'TEXT'
Restores git repositories from backups made by Holdfast. Needs sh, git, awk, and aws or a local copy of the bucket.

  sh restore.sh list                                 the snapshots, oldest first
  sh restore.sh list SNAPSHOT                        the repositories in one snapshot
  sh restore.sh restore SNAPSHOT ORG/NAME DIRECTORY  rebuild one repository as a bare git repository
  sh restore.sh restore SNAPSHOT --all DIRECTORY     rebuild all of them, as DIRECTORY/ORG/NAME.git

SNAPSHOT is an id that `list` shows, or `latest`. Nothing in the bucket is changed, and nothing that exists on this
machine is overwritten. What is kept in holds/ is restored by the commands in its hold.json.

  --from s3://BUCKET/PREFIX   read the bucket through aws (PREFIX is github-backup when it is left out)
  --from DIRECTORY            read a local copy, as `aws s3 sync s3://BUCKET DIRECTORY` makes it
                              Without --from: the folder this script lies in.
  --profile, --region, --endpoint-url VALUE          handed to aws; its own variables (AWS_PROFILE, AWS_REGION,
                              AWS_ENDPOINT_URL and so on) work too

Exit codes: 0 done; 1 some repositories of --all failed; 64 wrong call; 65 damaged data; 66 not found; 69 the bucket
cannot be read; 70 git failed; 73 the directory exists; 78 a program is missing.
TEXT
}

set -u
LC_ALL=C
export LC_ALL
# Whatever git settings this shell or machine has, they are not part of a restore.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE CDPATH
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=/dev/null
GIT_TERMINAL_PROMPT=0
AWS_PAGER=
AWS_RETRY_MODE=${AWS_RETRY_MODE:-standard}
AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-5}
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL GIT_TERMINAL_PROMPT AWS_PAGER AWS_RETRY_MODE AWS_MAX_ATTEMPTS

# Separates fields in our own tables. JSON strings cannot hold it, and unlike a tab it keeps empty fields.
SEP=$(printf '\037')
# A download that broke off is taken up again this often.
RESUMES=5

note() { printf 'restore.sh: %s\n' "$*" >&2; }
die() {
  code=$1
  shift
  note "$*"
  exit "$code"
}

main() {
  command= from= all=no
  count=0 one= two= three=
  while [ $# -gt 0 ]; do
    case $1 in
      --from | --region | --profile | --endpoint-url)
        [ $# -ge 2 ] || die 64 "$1 needs a value; see sh restore.sh --help"
        case $1 in
          --from) from=$2 ;;
          --region) AWS_REGION=$2 AWS_DEFAULT_REGION=$2 && export AWS_REGION AWS_DEFAULT_REGION ;;
          --profile) AWS_PROFILE=$2 && export AWS_PROFILE ;;
          --endpoint-url) AWS_ENDPOINT_URL=$2 AWS_ENDPOINT_URL_S3=$2 ;;
        esac
        shift
        ;;
      --all) all=yes ;;
      -h | --help | help) usage && exit 0 ;;
      -*) die 64 "there is no option $1; see sh restore.sh --help" ;;
      *)
        count=$((count + 1))
        case $count in
          1) command=$1 ;;
          2) one=$1 ;;
          3) two=$1 ;;
          4) three=$1 ;;
          *) die 64 "one word too many: $1; see sh restore.sh --help" ;;
        esac
        ;;
    esac
    shift
  done
  need_tools
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  scratch=${TMPDIR:-/tmp}/restore-sh.$$
  (umask 077 && mkdir "$scratch") || die 73 "cannot make the temporary directory $scratch"

  case $command/$count/$all in
    list/1/no) find_source && list_snapshots ;;
    list/2/no) find_source && find_snapshot "$one" && list_repositories ;;
    restore/4/no) find_source && find_snapshot "$one" && restore_named "$two" "$three" ;;
    restore/3/yes) find_source && find_snapshot "$one" && restore_all "$two" ;;
    /*) usage >&2 && exit 64 ;;
    *) die 64 "that is not a call this script knows; see sh restore.sh --help" ;;
  esac
}

scratch=
building=
clean_up() {
  [ -z "$building" ] || rm -rf "$building"
  [ -z "$scratch" ] || rm -rf "$scratch"
}

need_tools() {
  for tool in git awk sort; do
    command -v "$tool" >/dev/null 2>&1 || die 78 "$tool is not installed on this machine"
  done
  for tool in sha256sum shasum openssl; do
    if command -v "$tool" >/dev/null 2>&1; then
      hasher=$tool
      return
    fi
  done
  die 78 "none of sha256sum, shasum and openssl is installed; one is needed to check the bundles"
}

sha256_of() {
  case $hasher in
    sha256sum) sha256sum <"$1" ;;
    shasum) shasum -a 256 <"$1" ;;
    openssl) openssl dgst -sha256 -r <"$1" ;;
  esac | awk '{ print $1 }'
}

size_of() {
  if [ -f "$1" ]; then echo $(($(wc -c <"$1"))); else echo 0; fi
}

# ---- where the backups are: `place` is s3 or local; paths are given from the folder that holds the dated folders

find_source() {
  if [ -z "$from" ]; then
    from=$(dirname "$0")
    has_snapshots "$from" || die 64 "say where the backups are: --from s3://BUCKET/PREFIX, or --from DIRECTORY with a copy of the bucket"
  fi
  case $from in
    s3://*)
      command -v aws >/dev/null 2>&1 || die 78 "aws is not installed on this machine; without it give --from a local copy of the bucket"
      place=s3
      rest=${from#s3://}
      bucket=${rest%%/*}
      root=${rest#"$bucket"}
      root=${root#/}
      root=${root%/}
      root=${root:-github-backup}
      endpoint=${AWS_ENDPOINT_URL_S3:-${AWS_ENDPOINT_URL:-${ENDPOINT_URL:-}}}
      ;;
    *)
      place=local
      for folder in "$from" "$from"/github-backup "$from"/*; do
        has_snapshots "$folder" || continue
        root=$(cd -- "$folder" && pwd) || exit 66
        return
      done
      die 66 "$from holds no snapshots: no folders named by a date, such as 2026-04-16"
      ;;
  esac
}

is_snapshot() {
  case $1 in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] | [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) return 0 ;;
    *) return 1 ;;
  esac
}

has_snapshots() {
  for dated in "$1"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*; do
    [ -d "$dated" ] && is_snapshot "${dated##*/}" && return 0
  done
  return 1
}

# Ids of the dated folders, oldest first; one without a manifest is a backup that did not finish.
snapshot_ids() {
  if [ "$place" = local ]; then
    for dated in "$root"/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*; do
      [ -d "$dated" ] && is_snapshot "${dated##*/}" && printf '%s\n' "${dated##*/}"
    done
    return 0
  fi
  if ! s3 s3 ls "s3://$bucket/$root/" >"$scratch/ls" 2>"$scratch/said"; then
    [ -s "$scratch/said" ] && bucket_unreadable "s3://$bucket/$root/"
    return 0
  fi
  awk '$1 == "PRE" { sub(/\/$/, "", $2); print $2 }' "$scratch/ls" | while read -r id; do
    is_snapshot "$id" && printf '%s\n' "$id"
  done | sort
}

# Sets `snapshot` and `manifest`, a table made from manifest.json.
find_snapshot() {
  snapshot=$1
  manifest=$scratch/manifest
  if [ "$snapshot" = latest ]; then
    snapshot_ids >"$scratch/ids" || exit $?
    sort -r "$scratch/ids" >"$scratch/newest-first"
    snapshot=
    while read -r id; do
      obtain "$id/manifest.json" '' '' "$scratch/manifest.json" && snapshot=$id && break
    done <"$scratch/newest-first"
    [ -n "$snapshot" ] || die 66 "there is no finished snapshot in $from"
    note "the latest snapshot is $snapshot"
  else
    is_snapshot "$snapshot" || die 64 "$snapshot is not the id of a snapshot; sh restore.sh list shows them"
    obtain "$snapshot/manifest.json" '' '' "$scratch/manifest.json" || explain_missing "$snapshot"
  fi
  read_manifest <"$got" >"$manifest"
  case $? in
    0) ;;
    3) die 65 "the manifest of $snapshot has a format this script does not know; use the restore.sh that lies in the bucket" ;;
    *) die 65 "the manifest of $snapshot is damaged (it is not whole JSON); try the replica bucket, or an earlier version of the object" ;;
  esac
}

explain_missing() {
  case $(cat "$scratch/said" 2>/dev/null) in
    '' | *NoSuchKey* | *404* | *'Not Found'*) die 66 "there is no snapshot $1 in $from; a folder without manifest.json is a backup that did not finish" ;;
    *) bucket_unreadable "the manifest of $1" ;;
  esac
}

bucket_unreadable() {
  sed 's/^/  aws: /' "$scratch/said" | awk 'NF > 1' >&2
  die 69 "$1 cannot be read. Check the bucket's name, the region and your credentials (aws sts get-caller-identity)"
}

# ---- objects

s3() {
  if [ -n "$endpoint" ]; then
    aws --endpoint-url "$endpoint" "$@" </dev/null
  else
    aws "$@" </dev/null
  fi
}

# obtain PATH VERSION SIZE FILE: sets `got` to a file with the object: FILE after a download, or the file in the copy.
# The version the manifest names comes first; then what stands under the key; then the newest version below a delete
# marker. What aws said last is in $scratch/said.
obtain() {
  : >"$scratch/said"
  if [ "$place" = local ]; then
    got=$root/$1
    [ -f "$got" ]
    return
  fi
  got=$4
  key=$root/$1
  if [ -n "$2" ]; then
    download "$2" "$3" && return 0
    note "version $2 of $key cannot be read; trying the object as it is now"
  fi
  download '' "$3" && return 0
  mv "$scratch/said" "$scratch/first"
  buried=$(newest_version)
  mv "$scratch/first" "$scratch/said"
  [ -n "$buried" ] || return 1
  note "$key was deleted; its newest version $buried is still there and is taken"
  download "$buried" "$3"
}

# download VERSION SIZE: copies $key to $got. aws retries a call, but not a body that broke off: that is done here, and where
# the size is known it goes on from where it broke.
download() {
  rm -f "$got"
  tries=0
  while :; do
    have=$(size_of "$got")
    if [ "$have" -eq 0 ]; then
      get_object "$1" '' "$got" && return 0
    else
      get_object "$1" "bytes=$have-" "$got.rest"
      code=$?
      [ ! -f "$got.rest" ] || cat "$got.rest" >>"$got"
      rm -f "$got.rest"
      [ "$code" -ne 0 ] || return 0
    fi
    now=$(size_of "$got")
    tries=$((tries + 1))
    if [ "$tries" -gt "$RESUMES" ] || { [ "$now" -le "$have" ] && ! broke_off; }; then
      rm -f "$got"
      return 1
    fi
    note "the download of $key broke off after $now bytes; going on"
    [ -n "$2" ] || rm -f "$got"
    sleep 1
  done
}

broke_off() {
  case $(cat "$scratch/said") in
    *'reading from response stream'* | *'bytes read, but'* | *'ead timeout'*) return 0 ;;
    *) return 1 ;;
  esac
}

get_object() {
  version=$1 range=$2 file=$3
  set -- --bucket "$bucket" --key "$key"
  [ -z "$version" ] || set -- "$@" --version-id "$version"
  [ -z "$range" ] || set -- "$@" --range "$range"
  s3 s3api get-object "$@" "$file" >/dev/null 2>"$scratch/said"
}

newest_version() {
  s3 s3api list-object-versions --bucket "$bucket" --prefix "$key" \
    --query 'Versions[].[Key,VersionId]' --output text 2>/dev/null |
    WANTED=$key awk -F '\t' '$1 == ENVIRON["WANTED"] && !found { print $2; found = 1 }'
}

# ---- manifest.json

# Reads manifest.json, of either format and however it is laid out, and writes a table, fields separated by $SEP:
#   R name outcome default-branch last-good-snapshot id bundles bytes reason
#   L key version kind size sha256          one line for each bundle of the chain, in order
# Text is written so that printf '%b' gives it back byte for byte. Exit code 1: not whole JSON; 3: unknown format.
read_manifest() {
  awk '
    # A record ends at every double quote: by turns what stands between strings, and a string.
    BEGIN { RS = "\""; SEP = "\037" }
    !inside { structure($0); inside = 1; text = ""; next }
    {
      text = text $0
      if (match(text, /\\+$/) && RLENGTH % 2) { text = text "\""; next }
      inside = 0
      if (kind[depth] == "{" && !colon) key[depth] = text
      else value(here(), text, 1)
    }
    END {
      if (broken || depth || !entries_seen) exit 1
      if (format != "" && format != 1 && format != 2) exit 3
    }

    function structure(s,   i, n, c) {
      gsub(/[ \t\r\n]+/, "", s)
      n = length(s)
      for (i = 1; i <= n; i++) {
        c = substr(s, i, 1)
        if (c == "{" || c == "[") open(c)
        else if (c == "}" || c == "]") { scalar_ends(); close_(c) }
        else if (c == ",") { scalar_ends(); colon = 0 }
        else if (c == ":") colon = 1
        else scalar = scalar c
      }
      scalar_ends()
    }
    function scalar_ends() {
      if (scalar != "" && scalar != "null") value(here(), scalar, 0)
      scalar = ""
    }
    function here() {
      if (depth == 0) return ""
      return kind[depth] == "{" ? base[depth] "." key[depth] : base[depth] "[]"
    }
    function open(c,   path) {
      path = here()
      depth++
      kind[depth] = c; base[depth] = path; key[depth] = ""; colon = 0
      if (path == ".repos") entries_seen = 1
      if (path == ".repos[]") { repo = outcome = branch = good = id = reason = only_key = only_size = ""; links = 0 }
      if (path == ".repos[].chain[]") { l_key = l_version = l_kind = l_size = l_sha = "" }
    }
    function close_(c,   path) {
      if (depth == 0 || kind[depth] != (c == "}" ? "{" : "[")) { broken = 1; return }
      path = base[depth]
      depth--
      if (path == ".repos[].chain[]") link(l_key, l_version, l_kind, l_size, l_sha)
      if (path == ".repos[]") entry()
    }
    function value(path, s, quoted) {
      if (path == ".format") format = s
      else if (path !~ /^\.repos\[\]/) return
      else if (path == ".repos[].repo") repo = plain(s, 0)
      else if (path == ".repos[].outcome") outcome = plain(s, 0)
      else if (path == ".repos[].default_branch") branch = plain(s, 1)
      else if (path == ".repos[].last_good_snapshot") good = plain(s, 0)
      else if (path == ".repos[].id") id = s
      else if (path == ".repos[].reason.message") reason = plain(s, 0)
      else if (path == ".repos[].s3_key") only_key = plain(s, 0)
      else if (path == ".repos[].size_bytes") only_size = s
      else if (path == ".repos[].chain[].s3_key") l_key = plain(s, 0)
      else if (path == ".repos[].chain[].version_id") l_version = plain(s, 0)
      else if (path == ".repos[].chain[].kind") l_kind = s
      else if (path == ".repos[].chain[].size_bytes") l_size = s
      else if (path == ".repos[].chain[].sha256") l_sha = s
    }
    function link(k, v, d, n, h) {
      links++
      line[links] = "L" SEP k SEP v SEP d SEP (n == "" ? "" : sprintf("%.0f", n)) SEP h
      size[links] = n
    }
    # Format 1 has no chain: its one bundle stands in the entry itself.
    function entry(   i, bytes) {
      if (format != 2 && links == 0 && only_key != "") link(only_key, "", "full", only_size, "")
      if (outcome == "") outcome = "captured"
      for (i = 1; i <= links; i++) bytes += size[i]
      print "R" SEP repo SEP outcome SEP branch SEP good SEP id SEP links SEP sprintf("%.0f", bytes) SEP reason
      for (i = 1; i <= links; i++) print line[i]
    }
    # The text of a JSON string, for printf %b. In the name of a branch \xNN stands for a byte that is not UTF-8.
    function plain(s, branchname,   out, i, c, n) {
      out = ""
      while (i = index(s, "\\")) {
        out = out substr(s, 1, i - 1)
        c = substr(s, i + 1, 1)
        n = 2
        if (c == "u") {
          n = 6
          code = hex(substr(s, i + 2, 4))
          if (code >= 55296 && code < 56320 && substr(s, i + 6, 2) == "\\u") {
            code = 65536 + (code - 55296) * 1024 + hex(substr(s, i + 8, 4)) - 56320
            n = 12
          }
          out = out utf8(code)
        } else if (c == "\\" && branchname && substr(s, i + 2) ~ /^x[0-9a-f][0-9a-f]/) {
          n = 5
          out = out octal(hex(substr(s, i + 3, 2)))
        }
        else if (c == "n") out = out octal(10)
        else if (c == "t") out = out octal(9)
        else if (c == "r") out = out octal(13)
        else if (c == "b") out = out octal(8)
        else if (c == "f") out = out octal(12)
        else if (c == "\\") out = out octal(92)
        else out = out c
        s = substr(s, i + n)
      }
      return out s
    }
    function octal(byte) { return sprintf("\\0%03o", byte) }
    function utf8(code) {
      if (code < 128) return octal(code)
      if (code < 2048) return octal(192 + int(code / 64)) octal(128 + code % 64)
      if (code < 65536) return octal(224 + int(code / 4096)) octal(128 + int(code / 64) % 64) octal(128 + code % 64)
      return octal(240 + int(code / 262144)) octal(128 + int(code / 4096) % 64) octal(128 + int(code / 64) % 64) octal(128 + code % 64)
    }
    function hex(s,   i, number) {
      s = tolower(s)
      for (i = 1; i <= length(s); i++) number = number * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
      return number
    }
  '
}

# ---- list

list_snapshots() {
  snapshot_ids >"$scratch/ids" || exit $?
  [ -s "$scratch/ids" ] || die 66 "there is no snapshot in $from"
  while read -r id; do
    if [ "$place" = local ] && [ ! -f "$root/$id/manifest.json" ]; then
      printf '%s   (no manifest: this backup did not finish)\n' "$id"
    else
      printf '%s\n' "$id"
    fi
  done <"$scratch/ids"
  [ "$place" = local ] || note "the repositories of one: sh restore.sh --from $(quoted "$from") list SNAPSHOT"
}

list_repositories() {
  awk -F "$SEP" '
    function human(bytes,   unit) {
      for (unit = 1; bytes >= 1024 && unit < 5; unit++) bytes /= 1024
      return sprintf(unit == 1 ? "%d %s" : "%.1f %s", bytes, substr("B  KiBMiBGiBTiB", 3 * unit - 2, 3))
    }
    $1 == "R" && !header++ { printf "%-12s %7s %11s  %s\n", "OUTCOME", "BUNDLES", "SIZE", "REPOSITORY" }
    $1 == "R" {
      why = $9
      if ($5 != "") why = why (why == "" ? "" : "; ") "last good snapshot: " $5
      printf "%-12s %7s %11s  %s%s\n", $3, $7, human($8), $2, why == "" ? "" : "   (" why ")"
    }
  ' "$manifest" | while IFS= read -r row; do printf '%b\n' "$row"; done
}

# ---- restore

restore_named() {
  wanted=$1 target=$2
  [ -n "$target" ] || die 64 "say which directory to make"
  [ ! -e "$target" ] && [ ! -h "$target" ] || die 73 "$target exists already; give a directory that does not exist yet"
  WANTED=$wanted awk -F "$SEP" '
    $1 == "R" { if (taken) exit; taken = tolower($2) == tolower(ENVIRON["WANTED"]) }
    taken
  ' "$manifest" >"$scratch/entry"
  [ -s "$scratch/entry" ] || die 66 "snapshot $snapshot has no repository $wanted; sh restore.sh list $snapshot shows what it has"
  restore_entry "$target" || exit $?
  next_steps
}

# Every repository for itself: one that fails does not stop the others. What an earlier call has finished is not done again.
restore_all() {
  into=$1
  [ -n "$into" ] || die 64 "say which directory to use"
  done_=0 failed=0 nothing=0 number=0
  total=$(awk -F "$SEP" '$1 == "R"' "$manifest" | wc -l)
  : >"$scratch/names"
  while [ "$number" -lt "$total" ]; do
    number=$((number + 1))
    NUMBER=$number awk -F "$SEP" '$1 == "R" { n++ } n == ENVIRON["NUMBER"]; n > ENVIRON["NUMBER"] { exit }' "$manifest" >"$scratch/entry"
    read_entry
    target=$into/$repo.git
    # Another repository of the same name: the one that had it before it was deleted and made anew.
    if WANTED=$repo awk 'tolower($0) == tolower(ENVIRON["WANTED"]) { taken = 1 } END { exit !taken }' "$scratch/names"; then
      target=$into/$repo-id$id.git
    fi
    printf '%s\n' "$repo" >>"$scratch/names"
    if [ "$bundles" -eq 0 ]; then
      nothing=$((nothing + 1))
      printf '%s: nothing to restore, it was %s\n' "$repo" "$outcome"
    elif [ -e "$target" ] && [ "$(git --git-dir="$target" config holdfast.snapshot 2>/dev/null)" = "$snapshot" ]; then
      done_=$((done_ + 1))
      printf '%s: is there already\n' "$repo"
    elif restore_entry "$target"; then
      done_=$((done_ + 1))
    else
      failed=$((failed + 1))
      note "$repo was NOT restored"
    fi
  done
  printf '\n%s repositories are in %s; %s had nothing to restore; %s failed.\n' "$done_" "$into" "$nothing" "$failed"
  [ "$failed" -eq 0 ] || exit 1
}

# Sets repo, outcome, branch, good, id, bundles, reason from $scratch/entry, and writes its links to $scratch/links.
read_entry() {
  IFS=$SEP read -r _ repo outcome branch good id bundles _ reason <"$scratch/entry"
  repo=$(printf '%b' "$repo")
  branch=$(printf '%b' "$branch")
  reason=$(printf '%b' "$reason")
  awk -F "$SEP" '$1 == "L"' "$scratch/entry" >"$scratch/links"
}

# restore_entry TARGET: rebuilds beside the target and renames at the end, so that no half repository bears its name.
restore_entry() {
  target=$1
  read_entry
  if [ "$bundles" -eq 0 ]; then
    note "$repo holds nothing to restore in $snapshot: it was $outcome${reason:+ ($reason)}${good:+; its last good snapshot is $good}"
    return 66
  fi
  case $outcome in
    failed | unavailable | vanished) note "$repo was $outcome in this snapshot${reason:+ ($reason)}; what is restored is its last good state" ;;
  esac
  case $target in */*) mkdir -p "${target%/*}" || return 73 ;; esac
  if [ -e "$target" ] || [ -h "$target" ]; then
    note "$target exists already"
    return 73
  fi
  building=$target.unfinished-$$
  mkdir "$building" || return 73
  building=$(cd -- "$building" && pwd) || return 73
  rebuild "$building/repository.git"
  code=$?
  if [ "$code" -eq 0 ]; then mv "$building/repository.git" "$target" || code=73; fi
  rm -rf "$building"
  building=
  [ "$code" -eq 0 ] || return "$code"
  printf '%s: %s refs from %s bundles, every object checked: %s\n' "$repo" "$refs" "$bundles" "$target"
}

rebuild() {
  bare=$1
  link=0
  while IFS=$SEP read -r _ key version kind size sha; do
    link=$((link + 1))
    key=$(printf '%b' "$key")
    version=$(printf '%b' "$version")
    fetch_link || return $?
    add_link || return $?
  done <"$scratch/links"
  set_head || return 70
  compare_refs || return $?
  check_objects
}

# Bundles are found by what follows the root of their key, so a copy of the bucket may have another one.
fetch_link() {
  path=$key
  while ! is_snapshot "${path%%/*}"; do
    case $path in
      */*) path=${path#*/} ;;
      *) note "the key $key has no dated folder" && return 65 ;;
    esac
  done
  name=$key
  if ! obtain "$path" "$version" "$size" "$building/$link.bundle"; then
    sed 's/^/  aws: /' "$scratch/said" | awk 'NF > 1' >&2
    note "bundle $link of $bundles of $repo cannot be read: $name; try the replica bucket, or an older snapshot"
    return 66
  fi
  found=$(size_of "$got")
  if [ -n "$size" ] && [ "$size" != 0 ] && [ "$found" != "$size" ]; then
    note "$name has $found bytes and should have $size; do not use this copy, try the replica bucket"
    return 65
  fi
  if [ -z "$sha" ]; then
    note "$name has no checksum in the manifest (another program wrote it); only git's own checks are made"
  elif [ "$(sha256_of "$got")" != "$sha" ]; then
    note "$name is not what was written: its SHA-256 is not the manifest's; do not use this copy, try the replica bucket"
    return 65
  fi
}

add_link() {
  if [ "$link" -eq 1 ]; then
    first= second=
    { IFS= read -r first && IFS= read -r second; } <"$got"
    case $first/$second in
      '# v3 git bundle/@object-format=sha256') set -- --object-format=sha256 ;;
      *) set -- ;;
    esac
    git init --quiet --bare "$@" "$bare" || return 70
  fi
  # The header of the last bundle lists every ref: what is not in it is gone, hence --prune.
  if ! git --git-dir="$bare" -c gc.auto=0 -c maintenance.auto=false -c fetch.fsckObjects=false -c transfer.fsckObjects=false \
    fetch --quiet --prune "$got" '+refs/*:refs/*' </dev/null; then
    note "git cannot unpack $name; try the replica bucket, or an older snapshot"
    return 65
  fi
  rm -f "$bare/FETCH_HEAD"
  git --git-dir="$bare" bundle list-heads "$got" >"$building/heads" || return 65
  [ "$place" = local ] || rm -f "$got"
}

# A bundle cannot say which branch HEAD is. Where the manifest does not either: one that HEAD's commit is on, main or master
# before others and else the last, as git clone does; without a HEAD main, master, or the only branch.
set_head() {
  if [ -z "$branch" ]; then
    branch=$(awk '
      $2 == "HEAD" { head = $1 }
      $2 ~ /^refs\/heads\// { oid[++n] = $1; name[n] = substr($2, 12) }
      END {
        for (i = 1; i <= n; i++) if (oid[i] == head) at++
        for (i = 1; i <= n; i++) {
          if (at && oid[i] != head) continue
          if (name[i] == "main") main = 1
          if (name[i] == "master") master = 1
          if (at || n == 1) last = name[i]
        }
        print main ? "main" : master ? "master" : last
      }' "$building/heads")
  fi
  [ -z "$branch" ] || git --git-dir="$bare" symbolic-ref HEAD "refs/heads/$branch"
}

compare_refs() {
  awk '$2 != "HEAD"' "$building/heads" | sort -u >"$building/wanted"
  git --git-dir="$bare" for-each-ref --format='%(objectname) %(refname)' | sort -u >"$building/found"
  refs=$(($(wc -l <"$building/wanted")))
  [ "$(cat "$building/wanted")" = "$(cat "$building/found")" ] && return 0
  note "the refs of $repo are not those its last bundle lists; this is not a faithful copy"
  return 65
}

# The exit code of git fsck is a sum: 1 is an old slip of form in some object; 2, 4 and 8 are damage.
check_objects() {
  git --git-dir="$bare" fsck --full --no-dangling --no-progress >"$building/fsck" 2>&1
  code=$?
  git --git-dir="$bare" config holdfast.snapshot "$snapshot"
  if [ "$code" -gt 15 ] || [ $((code & 14)) -ne 0 ]; then
    sed 's/^/  git fsck: /' "$building/fsck" >&2
    note "$repo is damaged; try the replica bucket, or an older snapshot"
    return 65
  fi
  awk '!/^notice: / && NF { print "  git fsck: " $0 }' "$building/fsck" >&2
}

next_steps() {
  q=$(quoted "$target")
  cat <<TEXT

$repo as of $snapshot is in $target, a bare repository (history, no working files).

To look at its files:
  git clone $q work

To put it on GitHub, create an EMPTY private repository there. Switch GitHub Actions off in its settings, or the push
may start workflows. Then push branches and tags, the default branch first. Never use --mirror: GitHub refuses
refs/pull/* and would refuse the rest with them.
TEXT
  [ -z "$branch" ] || printf '  git --git-dir=%s push https://github.com/ORG/NEW-NAME.git %s\n' "$q" "$(quoted "refs/heads/$branch:refs/heads/$branch")"
  printf "  git --git-dir=%s push https://github.com/ORG/NEW-NAME.git 'refs/heads/*:refs/heads/*' 'refs/tags/*:refs/tags/*'\n" "$q"
}

# A word as a shell must be given it.
quoted() {
  case $1 in
    *[!A-Za-z0-9_./:=@-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
    *) printf '%s' "$1" ;;
  esac
}

main "$@"
