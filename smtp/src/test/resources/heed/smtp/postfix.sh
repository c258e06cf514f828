#!/bin/sh
# A Postfix on loopback for tests; needs root. No mail leaves it: it has no SMTP client and makes no DNS queries.
#
#   postfix.sh start DIR [PORT [DEFERRED]]   starts Postfix with all its files in DIR, on PORT or 2525
#   postfix.sh stop DIR                      stops Postfix; DIR remains
#   postfix.sh run DIR [PORT [DEFERRED]]     starts Postfix, prints "ready" and stops at the end of standard input, so
#                                            that Postfix does not outlive its caller
#
# How Postfix handles mail to a domain:
#   good.example      delivered to the Maildir DIR/mail/good; Delivered-To names the recipient
#   bounces.example   bounces@ and bounces+ANYTHING@: delivered to DIR/mail/bounces
#   nobody.example    550 5.1.1 at RCPT
#   full.example      452 4.2.2 at RCPT
#   later.example     451 4.7.1 at RCPT if DEFERRED is "deferred"; else delivered to DIR/mail/good
#   gone.example      accepted, then returned: 5.1.1
#   quota.example     accepted, then returned: 5.2.2
#   slow.example      accepted, then deferred repeatedly; a warning returns after a second: 4.2.2
set -eu
umask 022
PATH=$PATH:/usr/sbin:/sbin

configure() {
    port=$1
    deferred=$2
    mkdir -p "$dir/etc" "$dir/queue" "$dir/data" "$dir/log" "$dir/mail"
    chmod 711 "$dir"
    chown nobody "$dir/mail"
    chown postfix "$dir/data"
    cat > "$dir/etc/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
maillog_file = $dir/log/maillog
maillog_file_prefixes = $dir/log
myhostname = mx.good.example
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks =
mydestination =
relayhost =
disable_dns_lookups = yes
smtpd_peername_lookup = no
alias_maps =
local_recipient_maps =
local_transport = error:5.1.1 no local mail
default_transport = error:5.4.4 nothing leaves
recipient_delimiter = +
append_dot_mydomain = no
local_header_rewrite_clients =
notify_classes =
transport_maps = texthash:$dir/etc/transports
virtual_mailbox_domains = good.example bounces.example later.example nobody.example full.example
virtual_mailbox_maps = texthash:$dir/etc/mailboxes
virtual_mailbox_base = $dir/mail
virtual_mailbox_limit = 0
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
relay_domains = gone.example quota.example slow.example
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access texthash:$dir/etc/recipients
smtpd_error_sleep_time = 0
delay_warning_time = 1s
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
MAIN
    cat > "$dir/etc/master.cf" <<MASTER
127.0.0.1:$port inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
gone unix - n n - - pipe user=nobody argv=/bin/sh -c {echo 5.1.1 no such mailbox; exit 67}
quota unix - n n - - pipe user=nobody argv=/bin/sh -c {echo 5.2.2 mailbox full; exit 69}
slow unix - n n - - pipe user=nobody argv=/bin/sh -c {echo 4.2.2 mailbox full for now; exit 75}
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
MASTER
    cat > "$dir/etc/transports" <<TRANSPORTS
gone.example gone:
quota.example quota:
slow.example slow:
TRANSPORTS
    cat > "$dir/etc/mailboxes" <<MAILBOXES
@good.example good/
@later.example good/
bounces@bounces.example bounces/
MAILBOXES
    echo "full.example 452 4.2.2 mailbox full" > "$dir/etc/recipients"
    if [ "$deferred" = deferred ]; then
        echo "later.example 451 4.7.1 come back later" >> "$dir/etc/recipients"
    fi
}

start() {
    configure "$@"
    postfix -c "$dir/etc" start > "$dir/log/start" 2>&1 < /dev/null || {
        cat "$dir/log/start" "$dir/log/maillog" >&2 || true
        exit 1
    }
}

running() {
    postfix -c "$dir/etc" status > /dev/null 2>&1
}

stop() {
    if running; then
        postfix -c "$dir/etc" stop > "$dir/log/stop" 2>&1 || true
    fi
    if running; then
        postfix -c "$dir/etc" abort > "$dir/log/stop" 2>&1
    fi
}

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

[ $# -ge 2 ] || usage
command=$1
mkdir -p "$2"
dir=$(CDPATH='' cd -- "$2" && pwd)
case $command in
    start) start "${3:-2525}" "${4:-}" ;;
    stop) stop ;;
    run)
        trap stop EXIT
        trap 'exit 1' HUP INT TERM
        start "${3:-2525}" "${4:-}"
        echo ready
        cat > /dev/null
        ;;
    *) usage ;;
esac
