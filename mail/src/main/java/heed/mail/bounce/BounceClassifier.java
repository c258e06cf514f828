package heed.mail.bounce;

import heed.mail.Reply;
import java.util.Optional;

/** Reads why a mail failed out of codes and texts. Pure and thread-safe. */
public interface BounceClassifier {
    /** Changes when a verdict may: of the rules and of the reading. */
    String version();

    /**
     * Why a mail failed.
     *
     * @param status the enhanced status code, if a field gives it; otherwise it is looked for in the text
     * @param text a diagnostic text, a reply's lines or the readable part of a bounce
     */
    Diagnosis diagnose(Optional<EnhancedStatusCode> status, String text);

    /** Why a server refused one of our own mails. */
    Diagnosis diagnose(Reply reply);
}
