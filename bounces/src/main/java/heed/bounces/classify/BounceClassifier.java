package heed.bounces.classify;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.mail.SmtpReply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads why a mail failed out of codes and texts, by the rules in {@code bounce-rules.tsv}: the first line that fits decides.
 * Immutable.
 */
public final class BounceClassifier {
    /** Of the code that reads, here and of whole mails, and of the phrases; a test of the mails' reader says when to raise it. */
    private static final int READING_VERSION = 7;

    /** Of a text, what lies behind is not read. */
    private static final int MAX_TEXT_LENGTH = 20_000;

    private static final BounceClassifier STANDARD = new BounceClassifier(readRules("bounce-rules.tsv"));

    private final List<BounceRule> rules;
    private final PhraseBook phrases;
    private final String version;

    private BounceClassifier(List<String> lines) {
        this.rules = lines.stream().map(BounceRule::parse).toList();
        this.phrases = PhraseBook.of(rules.stream().map(BounceRule::text).toList(), recipientRules(rules));
        this.version = READING_VERSION + "-" + Integer.toHexString(lines.hashCode());
    }

    /** The rules that may mark an address. */
    private static BitSet recipientRules(List<BounceRule> rules) {
        BitSet marking = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            marking.set(i, rules.get(i).reason().markRule() == BounceReason.MarkRule.HARD_AT_ONCE);
        }
        return marking;
    }

    /** With the rules that come with the product. */
    public static BounceClassifier standard() {
        return STANDARD;
    }

    private static List<String> readRules(String name) {
        try (InputStream file = BounceClassifier.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Changes when a verdict may: with the rules, and by its number with the code and the phrases that mails are read by. */
    public String version() {
        return version;
    }

    /** Why a server refused one of our own mails. */
    public Diagnosis diagnose(SmtpReply reply) {
        return diagnose(
                reply.enhanced().flatMap(EnhancedStatusCode::parse), Optional.of(reply.code()), "", reply.text());
    }

    /** Why a mail failed, from a reply, a diagnostic text or the readable part of a bounce. */
    public Diagnosis diagnose(String text) {
        return diagnose(Optional.empty(), Optional.empty(), "", text);
    }

    /**
     * Why a mail failed.
     *
     * @param status the enhanced status code of a report's field; one in the text is preferred to a vague one
     * @param reply the reply code, if it is told apart from the text
     * @param servers names of the mail systems that had to do with it, if they are known
     * @param text what was said, in any language; the first {@value #MAX_TEXT_LENGTH} characters count
     */
    public Diagnosis diagnose(
            Optional<EnhancedStatusCode> status, Optional<Integer> reply, String servers, String text) {
        String excerpt = text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text;
        Optional<EnhancedStatusCode> code = preferSpecificStatus(status, excerpt);
        Optional<Integer> replyCode = reply.or(() -> ReplyCode.findIn(excerpt));
        PhraseBook.PhraseMatches matches = phrases.match(excerpt);
        String mailSystems = servers.toLowerCase(Locale.ROOT);
        boolean beforeRecipient = DialogueStep.findInNormalized(matches.text())
                .filter(DialogueStep::isBeforeRecipient)
                .isPresent();
        for (int i = 0; i < rules.size(); i++) {
            BounceRule rule = rules.get(i);
            if (!(beforeRecipient && isAboutAddress(rule.reason()))
                    && rule.matchesCodes(code, replyCode)
                    && (mailSystems.contains(rule.server()) || matches.text().contains(rule.server()))
                    && (rule.text().isEmpty() || matches.contains(i))) {
                BounceKind kind = rule.vague() || (isAboutAddress(rule.reason()) && isAboutSender(matches, i))
                        ? BounceKind.SOFT
                        : rule.kind().orElseGet(() -> kind(code, replyCode, rule.reason()));
                return new Diagnosis(rule.reason(), kind, rule.evidence(), rule.conditions());
            }
        }
        BounceKind kind = kind(code, replyCode, BounceReason.UNCLASSIFIED);
        return new Diagnosis(BounceReason.UNCLASSIFIED, kind, Diagnosis.Evidence.NONE, "none");
    }

    /** Whether what a rule looks for stands in a sentence about the sender. */
    private static boolean isAboutSender(PhraseBook.PhraseMatches matches, int rule) {
        int position = matches.position(rule);
        return position >= 0 && SentenceSubject.isAboutSender(matches.text(), position);
    }

    /** Whether it is said of an address, so of the sender's where no recipient was named yet. */
    private static boolean isAboutAddress(BounceReason reason) {
        return reason == BounceReason.USER_UNKNOWN
                || reason == BounceReason.MAILBOX_INACTIVE
                || reason == BounceReason.INVALID_DOMAIN;
    }

    /** The more telling of the codes that a field and a text give. */
    public static Optional<EnhancedStatusCode> preferSpecificStatus(Optional<EnhancedStatusCode> field, String text) {
        if (field.isPresent() && !isVague(field.get())) {
            return field;
        }
        return EnhancedStatusCode.findIn(text)
                .filter(found -> found.statusClass() != 2 && (field.isEmpty() || !isVague(found)))
                .or(() -> field);
    }

    private static boolean isVague(EnhancedStatusCode code) {
        return code.detail() == 0 || code.statusClass() == 2 || (code.subject() == 0);
    }

    private static BounceKind kind(Optional<EnhancedStatusCode> status, Optional<Integer> reply, BounceReason reason) {
        return status.filter(code -> code.statusClass() != 2)
                .map(EnhancedStatusCode::isPermanent)
                .or(() -> reply.map(code -> code >= 500))
                .map(permanent -> permanent ? BounceKind.HARD : BounceKind.SOFT)
                .orElse(reason.defaultKind());
    }
}
