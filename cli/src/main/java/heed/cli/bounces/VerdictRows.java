package heed.cli.bounces;

import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;

/** Writes verdicts as rows of cells that tabs separate. */
final class VerdictRows {
    static final String HEADER = "file\trecipient\terror\ths\tkind\toriginal\n";

    /** The description of the rows in the help of the commands that print them. */
    static final String HELP =
            "separated by tabs: file, recipient, error (the reason), hs (hard, soft, or none if it is no"
                    + " bounce), kind, and original (the recipient before forwarding). What is unknown is -.";

    private VerdictRows() {}

    /** Returns the row of a verdict, with its line end. */
    static String format(String source, BounceVerdict verdict) {
        boolean failed = verdict.kind() == VerdictKind.FAILED;
        return String.join(
                        "\t",
                        escapeCell(source),
                        escapeCell(verdict.recipient().orElse("-")),
                        verdict.diagnosis()
                                .filter(diagnosis -> diagnosis.reason() != BounceReason.UNCLASSIFIED)
                                .map(diagnosis -> diagnosis.reason().label())
                                .orElse("-"),
                        verdict.diagnosis()
                                .filter(diagnosis -> failed)
                                .map(diagnosis -> diagnosis.kind().label())
                                .orElse("none"),
                        kindLabel(verdict.kind()),
                        escapeCell(verdict.originalRecipient().orElse("-")))
                + "\n";
    }

    private static String escapeCell(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ");
    }

    private static String kindLabel(VerdictKind kind) {
        return switch (kind) {
            case FAILED -> "failed";
            case DELAYED -> "delayed";
            case DELIVERED -> "delivered";
            case COMPLAINT -> "feedback";
            case AUTO_REPLY -> "vacation";
            case CHALLENGE, OTHER -> "other";
        };
    }
}
