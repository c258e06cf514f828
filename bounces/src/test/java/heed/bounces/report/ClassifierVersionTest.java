package heed.bounces.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.classify.BounceClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules are in the version by themselves; what else decides a verdict is by the number that it starts with. */
class ClassifierVersionTest {
    private final BounceReader reader = new MimeBounceReader(BounceClassifier.standard());

    @Test
    void what_reads_otherwise_has_another_number() throws IOException, NoSuchAlgorithmException {
        String read = SampleMails.all().stream()
                .flatMap(mail -> reader.read(mail.bytes()).stream())
                .map(ClassifierVersionTest::said)
                .collect(joining("\n"));
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest((text("report-phrases.tsv") + read).getBytes(StandardCharsets.UTF_8));
        String version = BounceClassifier.standard().version();
        String number = version.substring(0, version.indexOf('-'));

        assertThat(readings())
                .as(
                        "phrases, mails or what is read of them changed: raise READING in BounceClassifier and record it below")
                .last()
                .isEqualTo(number + " " + HexFormat.of().formatHex(digest, 0, 8));
    }

    @Test
    void no_number_is_given_twice() throws IOException {
        Stream<Integer> numbers =
                readings().stream().map(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))));

        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    private static String said(BounceVerdict verdict) {
        return String.join(
                " ",
                verdict.kind().label(),
                verdict.recipient().orElse("-"),
                verdict.diagnosis()
                        .map(why -> why.reason() + " " + why.kind() + " " + why.evidence())
                        .orElse("-"),
                verdict.report().text());
    }

    private static List<String> readings() throws IOException {
        return text("readings.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static String text(String name) throws IOException {
        try (InputStream file = ClassifierVersionTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
