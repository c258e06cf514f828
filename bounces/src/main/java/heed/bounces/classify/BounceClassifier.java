package heed.bounces.classify;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.mail.SmtpReply;
import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the cause of a failed mail from its codes and texts. The first rule in {@code bounce-rules.tsv} that matches decides.
 * The readers of reports use this class, because they have only parts of a report. Code that diagnoses a whole reply or a
 * stored report uses {@link BounceDiagnoser}. Immutable.
 */
public final class BounceClassifier {
    /**
     * The version of everything but the rules that decides a verdict: the code of this package and of the report reader, and the
     * report phrases. A test of the report reader fails when it has to be raised.
     */
    private static final int READING_VERSION = 8;

    /** The number of characters of a text that are read. */
    private static final int MAX_TEXT_LENGTH = 20_000;

    private static final BounceClassifier STANDARD =
            new BounceClassifier(TsvResource.readRows(BounceClassifier.class, "bounce-rules.tsv"));

    private final List<BounceRule> rules;
    private final AsideRemover asides;
    private final PhraseBook phrases;
    private final String version;

    private BounceClassifier(List<String> rows) {
        this.rules = rows.stream().map(BounceRule::parse).toList();
        this.asides = AsideRemover.standard();
        this.phrases = PhraseBook.of(
                Stream.concat(rules.stream().map(BounceRule::text), asides.phrases().stream())
                        .toList(),
                Stream.concat(
                                rules.stream().map(BounceClassifier::topic),
                                asides.phrases().stream().map(aside -> StatementTopic.ANY))
                        .toList());
        this.version = READING_VERSION + "-" + Integer.toHexString(rows.hashCode());
    }

    /** Returns what the texts of a rule have to be about. A phrase that marks an address has to be about the recipient or the domain. */
    private static StatementTopic topic(BounceRule rule) {
        if (rule.kind().filter(BounceKind.SOFT::equals).isPresent()) {
            return StatementTopic.ANY;
        }
        return switch (rule.reason()) {
            case USER_UNKNOWN, MAILBOX_INACTIVE -> StatementTopic.RECIPIENT;
            case INVALID_DOMAIN, NO_MAIL_HOST -> StatementTopic.DOMAIN;
            default -> StatementTopic.ANY;
        };
    }

    /** Returns the classifier with the product's own rules. */
    public static BounceClassifier standard() {
        return STANDARD;
    }

    /**
     * Returns the version of this classifier. It differs whenever a verdict may differ: its number stands for the code and the
     * report phrases, its suffix for the rules.
     */
    public String version() {
        return version;
    }

    /** Returns why a server refused one of our own mails. */
    public Diagnosis diagnose(SmtpReply reply) {
        return diagnose(
                reply.enhanced().flatMap(EnhancedStatusCode::parse), Optional.of(reply.code()), "", reply.text());
    }

    /** Returns why a mail failed, from a reply, a diagnostic text or the readable part of a bounce. */
    public Diagnosis diagnose(String text) {
        return diagnose(Optional.empty(), Optional.empty(), "", text);
    }

    /**
     * Returns why a mail failed. A diagnosis without a matching rule has the reason {@link BounceReason#UNCLASSIFIED}.
     *
     * @param status the enhanced status code of a report's field; if it is unspecific, a specific one in the text replaces it
     * @param reply the reply code; if empty, the one in the text is used
     * @param servers the names of the mail systems involved; "" if unknown
     * @param text the text of the server or of the report, in any language; only the first {@value #MAX_TEXT_LENGTH} characters
     *     are read
     */
    public Diagnosis diagnose(
            Optional<EnhancedStatusCode> status, Optional<Integer> reply, String servers, String text) {
        String excerpt = text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text;
        Optional<EnhancedStatusCode> code = preferSpecificStatus(status, excerpt);
        Optional<Integer> replyCode = reply.or(() -> ReplyCode.findIn(excerpt));
        PhraseBook.PhraseMatches matches = phrases.match(excerpt);
        asides.leaveOut(matches, rules.size());
        String mailSystems = servers.toLowerCase(Locale.ROOT);
        // A refusal before RCPT TO is about the sender, so "unknown address" there is not about the recipient.
        boolean beforeRecipient = DialogueStep.findInNormalized(matches.text())
                .filter(DialogueStep::isBeforeRecipient)
                .isPresent();
        for (int i = 0; i < rules.size(); i++) {
            BounceRule rule = rules.get(i);
            if (!(beforeRecipient && isAboutAddress(rule.reason()))
                    && rule.matchesCodes(code, replyCode)
                    && (mailSystems.contains(rule.server()) || matches.text().contains(rule.server()))
                    && (rule.text().isEmpty() || matches.contains(i))
                    && !(isGuess(rule) && matches.statesOtherThing())) {
                return new Diagnosis(
                        reason(rule, beforeRecipient),
                        bounceKind(rule, code, replyCode, matches, i),
                        rule.evidence(),
                        rule.conditions());
            }
        }
        return new Diagnosis(BounceReason.UNCLASSIFIED, BounceKind.SOFT, Diagnosis.Evidence.NONE, "none");
    }

    /** Returns the reason of a rule. Before the recipient was named, a quota is one of the sender. */
    private static BounceReason reason(BounceRule rule, boolean beforeRecipient) {
        return beforeRecipient && rule.reason() == BounceReason.QUOTA_EXCEEDED
                ? BounceReason.POLICY_ISSUE
                : rule.reason();
    }

    /**
     * Whether a rule only supposes that a failure is about the recipient, the domain or the content. Where the words are about
     * something else, such a rule does not hold.
     */
    private static boolean isGuess(BounceRule rule) {
        return !rule.statesReason()
                && (rule.reason().markRule() == BounceReason.MarkRule.HARD_AT_ONCE
                        || rule.reason() == BounceReason.CONTENT_BLOCKED);
    }

    /**
     * Returns whether the matching rule makes a bounce hard. A hard bounce marks the address, so it needs a sentence that is
     * certainly about the recipient or the domain, or a code that is.
     */
    private static BounceKind bounceKind(
            BounceRule rule,
            Optional<EnhancedStatusCode> code,
            Optional<Integer> reply,
            PhraseBook.PhraseMatches matches,
            int index) {
        if (!isGrounded(rule, code, matches, index)) {
            return BounceKind.SOFT;
        }
        return rule.kind().orElseGet(() -> kind(code, reply, rule.reason()));
    }

    private static boolean isGrounded(
            BounceRule rule, Optional<EnhancedStatusCode> code, PhraseBook.PhraseMatches matches, int index) {
        if (rule.text().isEmpty()) {
            return rule.kind().isPresent()
                    || (code.filter(BounceClassifier::isGround).isPresent()
                            && StatementCertainty.isCertain(matches.text())
                            && !SentenceSubject.mentionsSender(matches.text()));
        }
        return rule.statesReason()
                && !(isAboutAddress(rule.reason()) && isAboutSender(matches, index))
                && StatementCertainty.isCertain(matches.text(), matches.position(index));
    }

    /** Whether a status code alone says that the recipient or the domain does not exist (RFC 3463, 3.2 and 3.3; RFC 7505). */
    private static boolean isGround(EnhancedStatusCode code) {
        return code.matches(1, 1)
                || code.matches(1, 2)
                || code.matches(1, 6)
                || code.matches(1, 10)
                || code.matches(2, 1);
    }

    /** Whether the phrase of a rule stands in a sentence about the sender. */
    private static boolean isAboutSender(PhraseBook.PhraseMatches matches, int rule) {
        int position = matches.position(rule);
        return position >= 0 && SentenceSubject.isAboutSender(matches.text(), position);
    }

    /** Whether the reason is about an address. Before the recipient was named, that can only be the sender's address. */
    private static boolean isAboutAddress(BounceReason reason) {
        return reason == BounceReason.USER_UNKNOWN
                || reason == BounceReason.MAILBOX_INACTIVE
                || reason == BounceReason.INVALID_DOMAIN;
    }

    /**
     * Returns the more specific of two status codes. A specific code of the field wins; otherwise the code in the text replaces
     * an unspecific or missing one.
     */
    public static Optional<EnhancedStatusCode> preferSpecificStatus(Optional<EnhancedStatusCode> field, String text) {
        if (field.isPresent() && !isUnspecific(field.get())) {
            return field;
        }
        return EnhancedStatusCode.findIn(text)
                .filter(found -> found.statusClass() != 2 && (field.isEmpty() || !isUnspecific(found)))
                .or(() -> field);
    }

    /** Whether a code names no cause of a failure. */
    private static boolean isUnspecific(EnhancedStatusCode code) {
        return code.detail() == 0 || code.statusClass() == 2 || code.subject() == 0;
    }

    /** Returns the kind by the status code, else by the reply code, else by the reason. */
    private static BounceKind kind(Optional<EnhancedStatusCode> status, Optional<Integer> reply, BounceReason reason) {
        return status.filter(code -> code.statusClass() != 2)
                .map(EnhancedStatusCode::isPermanent)
                .or(() -> reply.map(code -> code >= 500))
                .map(permanent -> permanent ? BounceKind.HARD : BounceKind.SOFT)
                .orElse(reason.defaultKind());
    }
}
