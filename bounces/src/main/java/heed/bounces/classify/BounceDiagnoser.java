package heed.bounces.classify;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.mail.SmtpReply;

/**
 * Diagnoses SMTP replies and stored delivery reports. Marking, reclassification and stores use this interface, which a test
 * can implement with other rules; the readers of reports use {@link BounceClassifier}. Implementations have no side effects and are
 * thread-safe.
 */
public interface BounceDiagnoser {
    /** Returns the diagnoser with the product's own rules. */
    static BounceDiagnoser standard() {
        return StandardDiagnoser.INSTANCE;
    }

    /** Returns the version of the rules; it differs whenever a diagnosis may differ. */
    String version();

    /** Returns why a server refused one of our own mails. */
    Diagnosis diagnose(SmtpReply reply);

    /** Returns why a mail failed, from the stored details of its report. */
    Diagnosis diagnose(BounceVerdict.DeliveryReport report);
}
