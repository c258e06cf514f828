package heed.bounces.classify;

import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.mail.SmtpReply;

/** Gives diagnoses of answers, and again of what was kept of a report. Pure and thread-safe. */
public interface BounceDiagnoser {
    /** By the rules that come with the product. */
    static BounceDiagnoser standard() {
        return StandardDiagnoser.INSTANCE;
    }

    /** Changes when a diagnosis may. */
    String version();

    /** Why a server refused one of our own mails. */
    Diagnosis diagnose(SmtpReply reply);

    /** Why a mail failed, by what was kept of the report. */
    Diagnosis diagnose(BounceVerdict.DeliveryReport report);
}
