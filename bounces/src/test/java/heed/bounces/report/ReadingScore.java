package heed.bounces.report;

import heed.bounces.BounceReader;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How many mails are read as expected. An expectation may list several right answers with " or ", and * for any. */
final class ReadingScore {
    private final List<String> wrong = new ArrayList<>();
    private int mails;
    private int hardVerdicts;
    private int wrongHardVerdicts;

    /** Reads a mail and counts its verdicts. */
    void count(BounceReader reader, SampleMail mail) {
        List<BounceVerdict> verdicts = reader.read(mail.bytes());
        boolean right = verdicts.size() == mail.expectations().size();
        for (String expectation : mail.expectations()) {
            String[] cells = expectation.split(" \\| ", -1);
            int address = cells[0].lastIndexOf(' ');
            String recipient = cells[0].substring(address + 1);
            Optional<BounceVerdict> verdict = verdicts.stream()
                    .filter(found -> recipient.equals("-")
                            || found.recipient().orElse("").equals(recipient))
                    .findFirst();
            String kind = verdict.map(ReadingScore::kind).orElse("missing");
            String bounce = verdict.map(ReadingScore::bounce).orElse("missing");
            right &= accepts(cells[0].substring(0, address), kind)
                    && accepts(cells[1], verdict.map(ReadingScore::reason).orElse("missing"))
                    && accepts(cells[2], bounce);
            if (bounce.equals("hard")) {
                hardVerdicts++;
                wrongHardVerdicts += accepts(cells[2], "hard") ? 0 : 1;
            }
        }
        mails++;
        if (!right) {
            wrong.add(mail.name());
        }
    }

    /** Returns the names of the mails that are not read as expected. */
    List<String> wrong() {
        return wrong;
    }

    int mails() {
        return mails;
    }

    int hardVerdicts() {
        return hardVerdicts;
    }

    int wrongHardVerdicts() {
        return wrongHardVerdicts;
    }

    private static boolean accepts(String expected, String found) {
        return expected.equals("*") || List.of(expected.split(" or ")).contains(found);
    }

    private static String kind(BounceVerdict verdict) {
        return verdict.kind() == VerdictKind.OTHER ? "other" : verdict.kind().label();
    }

    private static String reason(BounceVerdict verdict) {
        return verdict.diagnosis()
                .filter(diagnosis -> diagnosis.reason() != BounceReason.UNCLASSIFIED)
                .map(diagnosis -> diagnosis.reason().label())
                .orElse("-");
    }

    private static String bounce(BounceVerdict verdict) {
        return verdict.diagnosis()
                .filter(diagnosis -> verdict.kind() == VerdictKind.FAILED)
                .map(diagnosis -> diagnosis.kind().label().toLowerCase(Locale.ROOT))
                .orElse("-");
    }
}
