package heed.mail.bounce;

import heed.mail.Reply;

/** Gives diagnoses of answers, and again of what was kept of a report. Pure and thread-safe. */
public interface Diagnosing {
    /** By the rules that come with the product. */
    static Diagnosing standard() {
        return StandardDiagnosing.ONLY;
    }

    /** Changes when a diagnosis may. */
    String version();

    /** Why a server refused one of our own mails. */
    Diagnosis of(Reply reply);

    /** Why a mail failed, by what was kept of the report. */
    Diagnosis of(BounceVerdict.Report report);
}
