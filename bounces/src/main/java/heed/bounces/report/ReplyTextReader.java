package heed.bounces.report;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a mail server says outside of a message: a bare SMTP reply, or a line of a log of Postfix, Exim, Sendmail or another
 * mail server. Immutable.
 */
public final class ReplyTextReader {
    private static final Pattern RECIPIENT =
            Pattern.compile("(?<![A-Za-z_])to=<?([^>,\\s]+)>?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORIGINAL_RECIPIENT =
            Pattern.compile("orig_to=<?([^>,\\s]+)>?", Pattern.CASE_INSENSITIVE);
    private static final Pattern STATUS =
            Pattern.compile("dsn=([245]\\.\\d{1,3}\\.\\d{1,3})", Pattern.CASE_INSENSITIVE);
    private static final Pattern SERVER = Pattern.compile("relay=([^\\[,;\\s]+)", Pattern.CASE_INSENSITIVE);

    /** The result of an attempt, in the words of Postfix and Sendmail, and the signs of Exim. */
    private static final Pattern DELAYED =
            Pattern.compile("\\b(?:status|stat)=deferred|\\s==\\s", Pattern.CASE_INSENSITIVE);

    private static final Pattern DELIVERED =
            Pattern.compile("\\b(?:status|stat)=sent\\b|\\s[=-]>\\s|^\\s*2\\d\\d[ -]", Pattern.CASE_INSENSITIVE);

    private final BounceClassifier classifier;

    public ReplyTextReader(BounceClassifier classifier) {
        this.classifier = classifier;
    }

    /** Returns what a text says about a mail; one that says nothing is a failure that is {@code unclassified}. */
    public BounceVerdict read(String text) {
        Optional<String> server = find(SERVER, text).filter(name -> !name.equalsIgnoreCase("none"));
        Optional<EnhancedStatusCode> field = find(STATUS, text).flatMap(EnhancedStatusCode::parse);
        Optional<EnhancedStatusCode> status = BounceClassifier.preferSpecificStatus(field, text);
        VerdictKind kind = kind(text);
        Diagnosis diagnosis = classifier.diagnose(status, Optional.empty(), server.orElse(""), text);
        Optional<String> recipient = find(RECIPIENT, text)
                .flatMap(value -> AddressScanner.findAll(value).stream().findFirst())
                .or(() -> AddressScanner.findAll(text).stream()
                        .filter(address -> !AddressScanner.isRoleAddress(address))
                        .findFirst());
        String line = LineNormalizer.unfold(text);
        return new BounceVerdict(
                kind,
                recipient,
                find(ORIGINAL_RECIPIENT, text)
                        .flatMap(value -> AddressScanner.findAll(value).stream().findFirst())
                        .filter(original -> !recipient.equals(Optional.of(original))),
                kind == VerdictKind.DELIVERED ? Optional.empty() : Optional.of(diagnosis),
                new BounceVerdict.DeliveryReport(
                        status,
                        ReplyCode.findIn(text),
                        Optional.empty(),
                        server,
                        line.substring(0, Math.min(line.length(), BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH))),
                BounceVerdict.MailTrace.NONE,
                false,
                classifier.version());
    }

    private static VerdictKind kind(String text) {
        if (DELAYED.matcher(text).find()) {
            return VerdictKind.DELAYED;
        }
        return DELIVERED.matcher(text).find() ? VerdictKind.DELIVERED : VerdictKind.FAILED;
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher match = pattern.matcher(text);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
