package heed.bounces.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.classify.BounceClassifier;
import heed.model.text.Sha256;
import heed.model.text.TsvResource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The version of the classifier contains a hash of the rules. Everything else that decides a verdict is covered by the number at
 * its start, which this test guards.
 */
class ClassifierVersionTest {
    private final BounceReader reader = new MimeBounceReader(BounceClassifier.standard());

    @Test
    void a_change_of_the_phrases_or_of_the_verdicts_needs_a_new_number() {
        String phrases = String.join("\n", TsvResource.readRows(ClassifierVersionTest.class, "report-phrases.tsv"));
        String verdicts = SampleMail.all().stream()
                .flatMap(mail -> reader.read(mail.bytes()).stream())
                .map(ClassifierVersionTest::describe)
                .collect(joining("\n"));
        byte[] digest = Sha256.hash(phrases + "\n" + verdicts);
        String version = BounceClassifier.standard().version();
        String number = version.substring(0, version.indexOf('-'));

        assertThat(readings())
                .as(
                        "the phrases, the mails or their verdicts have changed: raise READING_VERSION in BounceClassifier and add"
                                + " it to readings.txt with this digest")
                .last()
                .isEqualTo(number + " " + HexFormat.of().formatHex(digest, 0, 8));
    }

    @Test
    void no_number_is_used_twice() {
        Stream<Integer> numbers =
                readings().stream().map(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))));

        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    private static String describe(BounceVerdict verdict) {
        return String.join(
                " ",
                verdict.kind().label(),
                verdict.recipient().orElse("-"),
                verdict.diagnosis()
                        .map(cause -> cause.reason() + " " + cause.kind() + " " + cause.evidence())
                        .orElse("-"),
                verdict.report().text());
    }

    private static List<String> readings() {
        return TsvResource.readRows(ClassifierVersionTest.class, "readings.txt");
    }
}
