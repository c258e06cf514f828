package heed.examples.prove;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A random file in the shape of a vendor's export, with noes in it and with one bad cell in ten.
 *
 * @param text the text of the file
 * @param charset its encoding
 * @param noes the addresses of the rows in which an address and a Yes of a flag can be read
 * @param answers the options that answer the questions that the columns of this shape raise
 */
record VendorFile(String text, Charset charset, Set<String> noes, List<String> answers) {
    /** A shape: the columns as "name=kind". The kinds are those of {@link #cell}. */
    private record Shape(String columns, String answers) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("Id=id,FirstName=first,LastName=last,Email=email,HasOptedOutOfEmail=true,Country=country", ""),
            new Shape(
                    "First Name=first,Email=email,Email Opt Out=1,Lead Score=number,Email Bounced Date=date,City=city",
                    ""),
            new Shape(
                    "Record ID=id,First Name=first,Email=email,Unsubscribed from all email=true,Marketing contact status=text",
                    "--ignore;Marketing contact status"),
            new Shape("Email Address=email,First Name=first,MEMBER_RATING=number,UNSUB_TIME=date", ""),
            new Shape(
                    "Email Address=email,First Name=first,Email Marketing Status=state",
                    "--map;Email Marketing Status=Email Opt Out"),
            new Shape(
                    "Id=id,Email Address=email,Unsubscribed=true,Black Listed=true,Email Invalid=true,State=city", ""),
            new Shape("Id=id,Email=email,Do Not Email=yes,Opted Out=yes,Email Bounced Date=date,Company=last", ""),
            new Shape("email=email,firstname=first,unsubscribed=1,bounced=1,country=country", ""));
    private static final List<String> BAD =
            List.of("???", "12,5,7", "99/99/9999", "\u0000", "@", "n\\u00e9", "-- none --", "1e999", "{}");
    private static final String NAMES = "Ann Bob Zoë Łukasz Jürgen Müller O'Hara Nguyễn 山田 José";

    static VendorFile random(Random random) {
        Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        List<String[]> columns = Arrays.stream(shape.columns.split(",", -1))
                .map(column -> column.split("=", -1))
                .toList();
        String separator = List.of(",", ";", "\t", "|").get(random.nextInt(4));
        boolean quoted = random.nextBoolean();
        List<String> lines = new ArrayList<>();
        if (random.nextInt(8) == 0) {
            lines.add("sep=" + separator);
        }
        lines.add(line(columns.stream().map(column -> column[0]).toList(), separator, quoted));
        Set<String> noes = new TreeSet<>();
        int rows = 1 + random.nextInt(40);
        for (int i = 0; i < rows; i++) {
            String address = "p" + i + "@example.com";
            boolean no = false;
            boolean readable = true;
            List<String> cells = new ArrayList<>();
            for (String[] column : columns) {
                boolean says = random.nextInt(4) == 0;
                boolean bad = random.nextInt(10) == 0;
                boolean isFlag = Set.of("true", "1", "yes", "date", "state").contains(column[1]);
                // A bad Id stays the row's own: two rows with one Id are one person.
                String badCell = BAD.get(random.nextInt(BAD.size())) + (column[1].equals("id") ? i : "");
                cells.add(bad ? badCell : cell(column[1], says, i, address, random));
                no |= isFlag && says && !bad;
                readable &= !(bad && column[1].equals("email"));
            }
            if (random.nextInt(20) == 0) {
                cells.add("surplus");
            }
            if (no && readable) {
                noes.add(address);
            }
            lines.add(line(cells, separator, quoted));
        }
        String text = String.join(random.nextBoolean() ? "\n" : "\r\n", lines) + "\n";
        return new VendorFile(
                (random.nextBoolean() ? "\uFEFF" : "") + text,
                charset(random),
                noes,
                shape.answers.isEmpty() ? List.of() : List.of(shape.answers.split(";", -1)));
    }

    private static String cell(String kind, boolean says, int row, String address, Random random) {
        return switch (kind) {
            case "id" -> "X" + row;
            case "email" -> random.nextInt(5) == 0 ? address.toUpperCase(Locale.ROOT) + " " : address;
            case "first", "last" -> NAMES.split(" ", -1)[random.nextInt(10)];
            case "country" -> List.of("Germany", "FR", "Österreich", "USA").get(random.nextInt(4));
            case "city" -> List.of("Paris", "Köln", "São Paulo", "").get(random.nextInt(4));
            case "number" -> Integer.toString(random.nextInt(100));
            case "text" -> random.nextBoolean() ? "Marketing contact" : "Non-marketing contact";
            case "true" -> Boolean.toString(says);
            case "1" -> says ? "1" : "0";
            case "yes" -> says ? List.of("Yes", "yes", "x", "Ja", "oui").get(random.nextInt(5)) : "No";
            case "date" -> says ? "2024-05-%02d 10:00:00".formatted(1 + random.nextInt(28)) : "";
            case "state" -> says ? List.of("Unsubscribed", "Cleaned").get(random.nextInt(2)) : "Subscribed";
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static String line(List<String> cells, String separator, boolean quoted) {
        return cells.stream()
                .map(cell -> quoted || cell.contains(separator) || cell.contains("\"")
                        ? "\"" + cell.replace("\"", "\"\"") + "\""
                        : cell)
                .collect(Collectors.joining(separator));
    }

    private static Charset charset(Random random) {
        return random.nextInt(3) > 0
                ? StandardCharsets.UTF_8
                : random.nextBoolean() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    byte[] bytes() {
        return text.getBytes(charset);
    }
}
