#!/bin/sh
# Runs a Dovecot server on loopback for tests. Needs root.
#
#   dovecot.sh run DIR MAILDIR IMAP IMAPS POP3   serves the Maildir, whose files belong to the user "nobody", on these ports to
#                                                the user "bounces" with the password "secret". Prints "ready" when it is up,
#                                                and stops at the end of standard input, so that it never outlives its caller.
#
# Its certificate, for localhost, is DIR/cert.pem.
set -eu
umask 022
PATH=$PATH:/usr/sbin:/sbin

configure() {
    mkdir -p "$dir/run" "$dir/state" "$dir/home"
    chmod 755 "$dir"
    chown nobody "$dir/home"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$dir/key.pem" -out "$dir/cert.pem" 2> "$dir/openssl"
    cat > "$dir/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/state
log_path = $dir/log
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <$dir/cert.pem
ssl_key = <$dir/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:$maildir
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=$(id -gn nobody) home=$dir/home
}
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = $imap
  }
  inet_listener imaps {
    port = $imaps
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = $pop3
  }
  inet_listener pop3s {
    port = 0
  }
}
CONF
}

stop() {
    dovecot -c "$dir/dovecot.conf" stop > "$dir/stop" 2>&1 || true
}

if [ $# -ne 6 ] || [ "$1" != run ]; then
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
mkdir -p "$2"
dir=$(CDPATH='' cd -- "$2" && pwd)
maildir=$3
imap=$4
imaps=$5
pop3=$6
trap stop EXIT
trap 'exit 1' HUP INT TERM
configure
dovecot -c "$dir/dovecot.conf" > "$dir/start" 2>&1 < /dev/null || {
    cat "$dir/start" "$dir/log" >&2 || true
    exit 1
}
echo ready
cat > /dev/null
