package heed.mail.bounce;

import heed.mail.Reply;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By the rules that come with the product. */
final class StandardDiagnosing implements Diagnosing {
    static final Diagnosing ONLY = new StandardDiagnosing();

    private final BounceClassifier classifier = BounceClassifier.standard();

    @Override
    public String version() {
        return classifier.version();
    }

    @Override
    public Diagnosis of(Reply reply) {
        return classifier.diagnose(reply);
    }

    @Override
    public Diagnosis of(BounceVerdict.Report report) {
        String servers = Stream.concat(report.reportingMta().stream(), report.remoteMta().stream())
                .collect(Collectors.joining(" "));
        return classifier.diagnose(report.status(), report.replyCode(), servers, report.text());
    }
}
