package heed.bounces.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The mails of {@code mails.txt}, each with what it says. */
record SampleMails(String name, List<String> expectations, String message) {

    static List<SampleMails> all() {
        try (InputStream file = SampleMails.class.getResourceAsStream("mails.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^==== ", -1))
                    .skip(1)
                    .map(SampleMails::of)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static SampleMails of(String block) {
        List<String> lines = new ArrayList<>(Arrays.asList(block.split("\n", -1)));
        String name = lines.remove(0);
        List<String> says = new ArrayList<>();
        while (lines.get(0).contains(" | ")) {
            says.add(lines.remove(0));
        }
        return new SampleMails(name, says, String.join("\n", lines));
    }

    byte[] bytes() {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
