package heed.imports.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file is read in its own encoding, or not at all: no name is garbled. */
class EncodingTest {
    private static final Map<String, List<String>> NAMES = Map.of(
            "windows-1252",
            List.of(
                    "Müller",
                    "Jürgen",
                    "Großmann",
                    "Hélène",
                    "François",
                    "Muñoz",
                    "José",
                    "Bjørn",
                    "Åsa",
                    "Søren",
                    "Niccolò",
                    "João",
                    "Conceição",
                    "Zoë",
                    "Crème",
                    "Þór",
                    "Peña",
                    "Šime",
                    "Œuvrard",
                    "O’Brien"),
            "windows-1250",
            List.of(
                    "Wałęsa",
                    "Łukasz",
                    "Małgorzata",
                    "Święcicki",
                    "Żuławski",
                    "Dvořák",
                    "Černý",
                    "Kovač",
                    "Šťastný",
                    "Novotná",
                    "Erdős",
                    "Szűcs",
                    "Kőműves",
                    "Ćosić",
                    "Ionuţ",
                    "Müller",
                    "József",
                    "Jiří",
                    "Ždenka"),
            "windows-1254",
            List.of("Şahin", "Yıldız", "Öğüt", "İbrahim", "Çağlar", "Gülşen"),
            "windows-1251",
            List.of("Пётр", "Анна", "Иванов", "Смирнова", "Юлия"),
            "x-MacRoman",
            List.of("Müller", "Hélène", "Muñoz", "François", "Grün", "Peña"));

    @TempDir
    Path folder;

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("p.csv"), bytes);
    }

    private String read(Path file) throws IOException {
        try (TextFile text = TextFile.validate(file, InputStream.nullInputStream(), Optional.empty());
                BufferedReader reader = new BufferedReader(text.open())) {
            return String.join("\n", reader.lines().toList());
        } catch (InvalidImportException refused) {
            return "refused: " + refused.message();
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_name_is_never_read_in_another_encoding(int seed) throws IOException {
        Random random = new Random(seed);
        for (String charset : new TreeSet<>(NAMES.keySet())) { // in a fixed order, so that a seed repeats a file
            for (boolean addresses : new boolean[] {true, false}) {
                String text = rows(random, NAMES.get(charset), addresses);
                List<String> charsets =
                        charset.equals("windows-1250") ? List.of(charset, "ISO-8859-2") : List.of(charset);
                for (String name : charsets) {
                    String read = read(write(text.getBytes(Charset.forName(name))));
                    assertThat(read)
                            .as("%s in %s", text, name)
                            .satisfiesAnyOf(
                                    taken -> assertThat(taken).isEqualTo(text),
                                    refused -> assertThat(refused).startsWith("refused"));
                }
            }
        }
    }

    private static String rows(Random random, List<String> names, boolean addresses) {
        List<String> rows = new ArrayList<>(List.of("Email;Name"));
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            String name = names.get(random.nextInt(names.size()));
            String local =
                    addresses ? ByteEncoding.fold(name, random.nextBoolean()).replaceAll("[^a-z]", "") : "u" + i;
            rows.add(local + "@example.com;" + name);
        }
        return String.join("\n", rows);
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Müller",
        "windows-1252, José",
        "windows-1252, Muñoz Pérez de la Peña y Cía",
        "windows-1252, Hélène François Gaëlle Noël Lefèvre Lebœuf Aurélie",
        "windows-1252, Åsa Öberg Märta",
        "windows-1252, João Conceição Antônio Inês",
        "windows-1250, Łukasz Wałęsa Małgorzata Żuławski",
        "windows-1250, Jiří Dvořák Šťastný Růžička",
        "windows-1250, Erdős Szűcs Gábor Kőműves",
        "ISO-8859-2, Łukasz Święcicki Małgorzata Gąsior",
        "ISO-8859-2, Jiří Šťastný Růžička",
        "windows-1254, Şahin Yıldız Öğüt",
    })
    void the_letters_of_a_language_show_the_encoding(String charset, String names) throws IOException {
        String text = "Id;Name\n1;" + names.replace(" ", "\n2;");
        assertThat(read(write(text.getBytes(Charset.forName(charset))))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, Hélène, helene",
        "windows-1250, Kovač, kovac",
        "windows-1252, Søren, soeren",
        "windows-1250, Łukasz, lukasz"
    })
    void the_address_of_a_row_shows_the_encoding_of_one_name(String charset, String name, String local)
            throws IOException {
        String text = "Email,Name\n" + local + "@example.com," + name;
        assertThat(read(write(text.getBytes(Charset.forName(charset))))).isEqualTo(text);
    }

    @Test
    void what_the_bytes_do_not_show_is_asked_for() throws IOException {
        assertThat(read(write("Id,Name\n1,Hélène".getBytes(Charset.forName("windows-1252")))))
                .startsWith("refused: ")
                .contains(
                        "in line 2, --charset windows-1252 reads \"Hélène\", --charset windows-1250 reads \"Hélčne\"");
        assertThat(read(write("Id,Name\n1,Šime\n2,Hélène".getBytes(Charset.forName("windows-1252")))))
                .startsWith("refused: ")
                .contains("--charset windows-1252 reads \"Hélène\", --charset windows-1250 reads \"Hélčne\"");
        assertThat(read(write("Id,Name\n1,山田太郎\n2,鈴木一郎\n3,東京都港区の会社です".getBytes(Charset.forName("Shift_JIS")))))
                .startsWith("refused: ")
                .contains("Shift_JIS");
        byte[] damaged = "Id,Name\n1,Zoë\n2,José\n3,Ren?".getBytes(StandardCharsets.UTF_8);
        damaged[damaged.length - 1] = (byte) 0xE9;
        assertThat(read(write(damaged))).startsWith("refused: ").contains("p.csv:4: this line is not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, false", "UTF-16BE, false", "UTF-16LE, true", "UTF-16BE, true", "UTF-8, true", "UTF-8, false"
    })
    void unicode_is_read_with_and_without_a_byte_order_mark(String charset, boolean mark) throws IOException {
        String text = "Email;Name\nann@example.com;Łukasz Müller 山田\nbob@example.com;Пётр";
        assertThat(read(write(((mark ? "\uFEFF" : "") + text).getBytes(Charset.forName(charset)))))
                .isEqualTo(text);
    }
}
