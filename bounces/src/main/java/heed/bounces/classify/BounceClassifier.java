package heed.bounces.classify;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.mail.SmtpReply;
import heed.model.text.TsvResource;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    private static final int READING_VERSION = 7;

    /** The number of characters of a text that are read. */
    private static final int MAX_TEXT_LENGTH = 20_000;

    private static final BounceClassifier STANDARD =
            new BounceClassifier(TsvResource.readRows(BounceClassifier.class, "bounce-rules.tsv"));

    private final List<BounceRule> rules;
    private final PhraseBook phrases;
    private final String version;

    private BounceClassifier(List<String> rows) {
        this.rules = rows.stream().map(BounceRule::parse).toList();
        this.phrases = PhraseBook.of(rules.stream().map(BounceRule::text).toList(), markingRules(rules));
        this.version = READING_VERSION + "-" + Integer.toHexString(rows.hashCode());
    }

    /** Returns the indexes of the rules that may mark an address. */
    private static BitSet markingRules(List<BounceRule> rules) {
        BitSet marking = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            marking.set(i, rules.get(i).reason().markRule() == BounceReason.MarkRule.HARD_AT_ONCE);
        }
        return marking;
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
                    && (rule.text().isEmpty() || matches.contains(i))) {
                // A hard bounce marks the address, so only words that certainly are about the recipient may be hard.
                BounceKind kind = rule.vague() || (isAboutAddress(rule.reason()) && isAboutSender(matches, i))
                        ? BounceKind.SOFT
                        : rule.kind().orElseGet(() -> kind(code, replyCode, rule.reason()));
                return new Diagnosis(rule.reason(), kind, rule.evidence(), rule.conditions());
            }
        }
        BounceKind kind = kind(code, replyCode, BounceReason.UNCLASSIFIED);
        return new Diagnosis(BounceReason.UNCLASSIFIED, kind, Diagnosis.Evidence.NONE, "none");
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
