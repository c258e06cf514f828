package heed.bounces.classify;

import java.util.Set;

/**
 * Decides what a statement is about. "Is unknown" and "does not exist" are true of many things: of a recipient, but also of a
 * certificate, a header field or the name of a server. The noun nearest to the predicate decides. A predicate without a noun is about
 * the address before it, which {@link NormalizedText} removed.
 */
final class StatementSubject {
    /** Nouns for a recipient. */
    private static final Set<String> RECIPIENT_NOUNS = Set.of(
            "account",
            "address",
            "addressee",
            "addresses",
            "alias",
            "customer",
            "email",
            "employee",
            "inbox",
            "login",
            "mail",
            "mailbox",
            "member",
            "person",
            "rcpt",
            "recipient",
            "recipients",
            "subscriber",
            "user",
            "userid",
            "username",
            "users");

    /** Nouns for a domain or its mail servers. */
    private static final Set<String> DOMAIN_NOUNS =
            Set.of("destination", "domain", "exchanger", "host", "hostname", "mx", "site");

    /** What a phrase states something of. */
    enum Subject {
        /** The topic that the phrase has to be about. */
        TOPIC,
        /** The domain, for a phrase about the recipient. */
        OTHER_TOPIC,
        /** The sender, its server, or anything else. */
        OTHER_THING
    }

    /** Nouns for anything else of which servers say that it is unknown, missing or invalid. */
    private static final Set<String> OTHER_NOUNS = Set.of(
            "agent",
            "argument",
            "attachment",
            "cause",
            "certificate",
            "charset",
            "cipher",
            "class",
            "command",
            "content",
            "database",
            "directory",
            "dkim",
            "ehlo",
            "encoding",
            "error",
            "extension",
            "field",
            "file",
            "filter",
            "folder",
            "footer",
            "format",
            "function",
            "gateway",
            "header",
            "headers",
            "helo",
            "hop",
            "ip",
            "issuer",
            "key",
            "keyword",
            "link",
            "maildir",
            "map",
            "mechanism",
            "method",
            "network",
            "option",
            "parameter",
            "path",
            "policy",
            "port",
            "program",
            "property",
            "protocol",
            "ptr",
            "query",
            "quota",
            "rate",
            "reason",
            "record",
            "relay",
            "request",
            "response",
            "router",
            "script",
            "selector",
            "sender",
            "server",
            "service",
            "session",
            "signature",
            "signer",
            "spf",
            "state",
            "status",
            "system",
            "table",
            "template",
            "ticket",
            "token",
            "transport",
            "type",
            "url",
            "variable",
            "verb",
            "version");

    /** Nouns that take a recipient noun before them as their attribute: "recipients header", "user limit". */
    private static final Set<String> COMPOUND_HEADS = Set.of(
            "agent",
            "certificate",
            "count",
            "database",
            "field",
            "header",
            "headers",
            "ip",
            "key",
            "limit",
            "limits",
            "policy",
            "quota",
            "rate",
            "ratio",
            "signature",
            "table",
            "threshold");

    /** Words before the name of a server that is the place of a statement and not its subject: "not found at mx.example.com". */
    private static final Set<String> PREPOSITIONS =
            Set.of("at", "auf", "bei", "en", "in", "on", "op", "su", "under", "unter", "w");

    /** Words between a noun and the noun that it belongs to: "the filter of this account". */
    private static final Set<String> GENITIVES = Set.of("a", "an", "for", "of", "that", "the", "this", "your");

    /** Adjectives that may belong to the noun behind them: "unknown error". */
    private static final Set<String> ADJECTIVES = Set.of("bad", "illegal", "incorrect", "invalid", "unknown", "wrong");

    private static final String CLAUSE_ENDS = ",;:!?()<>" + NormalizedText.PARAGRAPH;

    private StatementSubject() {}

    /**
     * Returns what a phrase states something of.
     *
     * @param start the index of the words of the phrase that state it
     * @param end the index behind them
     * @param topic what the phrase has to be about
     */
    static Subject find(String normalized, int start, int end, StatementTopic topic) {
        if (isAttributeOfOtherThing(normalized, end)) {
            return Subject.OTHER_THING;
        }
        if (namesAddress(normalized, start, end)) {
            return belongsToOtherThing(normalized, start) ? Subject.OTHER_THING : Subject.TOPIC;
        }
        return nearestNoun(normalized, start, topic);
    }

    /** Whether a phrase itself has a noun for a recipient or a domain. */
    private static boolean namesAddress(String normalized, int start, int end) {
        int at = start;
        while (at < end) {
            int to = wordEnd(normalized, at);
            if (isAddressNoun(normalized.substring(at, to))) {
                return true;
            }
            at = Math.max(to, at + 1);
        }
        return false;
    }

    /** Whether the noun at an index only tells whose another thing is, as in "the filter of this account". */
    private static boolean belongsToOtherThing(String normalized, int start) {
        int at = start;
        boolean genitive = false;
        while (at > 1 && normalized.charAt(at - 1) == ' ') {
            int from = wordStart(normalized, at - 1);
            String word = normalized.substring(from, at - 1);
            if (!GENITIVES.contains(word)) {
                return genitive && OTHER_NOUNS.contains(word);
            }
            genitive |= word.equals("of") || word.equals("for");
            at = from;
        }
        return false;
    }

    private static boolean isAddressNoun(String word) {
        return RECIPIENT_NOUNS.contains(word) || DOMAIN_NOUNS.contains(word);
    }

    /** Whether the noun behind a phrase makes the phrase its attribute, as in "unknown error" and "no recipients header". */
    private static boolean isAttributeOfOtherThing(String normalized, int end) {
        int last = end;
        while (last > 0 && normalized.charAt(last - 1) == ' ') {
            last--;
        }
        String word = normalized.substring(wordStart(normalized, last), last);
        int next = end;
        while (next < normalized.length() && normalized.charAt(next) == ' ') {
            next++;
        }
        String following = normalized.substring(next, wordEnd(normalized, next));
        return ADJECTIVES.contains(word)
                ? OTHER_NOUNS.contains(following)
                : isAddressNoun(word) && COMPOUND_HEADS.contains(following);
    }

    /** Returns what the nearest noun before an index, in its clause, stands for. Without a noun, it is the address left out. */
    private static Subject nearestNoun(String normalized, int start, StatementTopic topic) {
        int at = start;
        while (at > 0) {
            char before = normalized.charAt(at - 1);
            if (CLAUSE_ENDS.indexOf(before) >= 0) {
                return Subject.TOPIC;
            }
            if (!isNamePart(before)) {
                at--;
                continue;
            }
            int from = wordStart(normalized, at);
            String word = normalized.substring(from, at);
            if (word.endsWith(".")) {
                return Subject.TOPIC;
            }
            if (SentenceSubject.isOwnedBySender(normalized, from)) {
                return Subject.OTHER_THING;
            }
            if (isAddressNoun(word)) {
                return topic == StatementTopic.RECIPIENT && DOMAIN_NOUNS.contains(word)
                        ? Subject.OTHER_TOPIC
                        : Subject.TOPIC;
            }
            if (OTHER_NOUNS.contains(word)
                    || (topic == StatementTopic.RECIPIENT
                            && isServerName(word)
                            && !PREPOSITIONS.contains(wordBefore(normalized, from)))) {
                return Subject.OTHER_THING;
            }
            at = from;
        }
        return Subject.TOPIC;
    }

    /** Whether a word is the name of a server or a domain: "mx.example.com"; the local part "ann.lee" is none. */
    private static boolean isServerName(String word) {
        int lastDot = word.lastIndexOf('.');
        if (lastDot <= 0 || Character.isDigit(word.charAt(word.length() - 1))) {
            return false;
        }
        int labelLength = word.length() - lastDot - 1;
        return word.indexOf('.') < lastDot || labelLength == 2 || labelLength == 3 || word.endsWith(".example");
    }

    private static String wordBefore(String normalized, int start) {
        int end = start > 0 && normalized.charAt(start - 1) == ' ' ? start - 1 : start;
        return normalized.substring(wordStart(normalized, end), end);
    }

    private static int wordStart(String normalized, int end) {
        int start = end;
        while (start > 0 && isNamePart(normalized.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int wordEnd(String normalized, int start) {
        int end = start;
        while (end < normalized.length() && Character.isLetterOrDigit(normalized.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char c) {
        return c == '.' || Character.isLetterOrDigit(c);
    }
}
