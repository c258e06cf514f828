package heed.bounces.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mail of {@code mails.txt}.
 *
 * @param expectations the expected verdicts, as written there
 */
record SampleMail(String name, List<String> expectations, String message) {

    static List<SampleMail> all() {
        return all("mails.txt");
    }

    /** Returns the mails of a file that has the form of {@code mails.txt}. */
    static List<SampleMail> all(String resource) {
        try (InputStream file = SampleMail.class.getResourceAsStream(resource)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^==== ", -1))
                    .skip(1)
                    .map(SampleMail::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SampleMail of(String block) {
        List<String> lines = new ArrayList<>(Arrays.asList(block.split("\n", -1)));
        String name = lines.remove(0);
        List<String> expectations = new ArrayList<>();
        while (lines.get(0).contains(" | ")) {
            expectations.add(lines.remove(0));
        }
        return new SampleMail(name, expectations, String.join("\n", lines));
    }

    byte[] bytes() {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
