package heed.bounces.classify;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.mail.SmtpReply;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A diagnoser with the product's own rules. */
final class StandardDiagnoser implements BounceDiagnoser {
    static final BounceDiagnoser INSTANCE = new StandardDiagnoser();

    private final BounceClassifier classifier = BounceClassifier.standard();

    @Override
    public String version() {
        return classifier.version();
    }

    @Override
    public Diagnosis diagnose(SmtpReply reply) {
        return classifier.diagnose(reply);
    }

    @Override
    public Diagnosis diagnose(BounceVerdict.DeliveryReport report) {
        String servers = Stream.concat(report.reportingMta().stream(), report.remoteMta().stream())
                .collect(Collectors.joining(" "));
        return classifier.diagnose(report.status(), report.replyCode(), servers, report.text());
    }
}
