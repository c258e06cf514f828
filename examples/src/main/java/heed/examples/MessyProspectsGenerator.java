package heed.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Generates a CSV file of prospects with the faults that years of imports leave: several spellings of a country, duplicate
 * people, empty cells, superfluous white space, separators inside cells and invalid addresses. The same seed gives the same
 * file. Every address belongs to a domain that is reserved for examples (RFC 2606).
 */
public final class MessyProspectsGenerator {
    /** The seed of {@code examples/large/prospects.csv}. */
    public static final long SEED = 2026;

    /** The number of prospects in {@code examples/large/prospects.csv}. */
    public static final int COUNT = 12_000;

    private static final List<List<String>> COUNTRIES = List.of(
            List.of("United States", "USA", "US", "U.S.A.", "United States of America", "usa"),
            List.of("Germany", "DE", "Deutschland", "GERMANY", "deu"),
            List.of("United Kingdom", "UK", "GB", "Great Britain", "england"),
            List.of("Canada", "CA", "CAN", "canada", " Canada ", "CANADA"),
            List.of("France", "FR", "france", "FRA", "FRANCE "),
            List.of("Netherlands", "NL", "Holland", "The Netherlands"),
            List.of("Spain", "ES", "España"),
            List.of("Italy", "IT", "ITA"),
            List.of("Poland", "PL"),
            List.of("Sweden", "SE", "Sverige"),
            List.of("Switzerland", "CH", "Schweiz"),
            List.of("Brazil", "BR", "Brasil"),
            List.of("Japan", "JP"),
            List.of("Australia", "AU", "aus"),
            List.of("India", "IN"),
            List.of("Türkiye", "Turkey", "TR"),
            List.of("Côte d'Ivoire", "Ivory Coast", "Cote d’Ivoire"));
    private static final int[] WEIGHTS = {28, 13, 11, 7, 6, 5, 5, 5, 4, 3, 3, 3, 2, 2, 2, 1, 1};
    private static final List<String> UNKNOWN_COUNTRIES = List.of("Untied Kingdom", "n/a", "EMEA", "Cananda", "-");
    private static final List<String> FIRST = List.of(
            "Anna",
            "Bob",
            "Chloé",
            "David",
            "Eva",
            "François",
            "Grace",
            "Hiroshi",
            "Inès",
            "José",
            "Katarzyna",
            "Liam",
            "Maria",
            "Noël",
            "Olga",
            "Pedro",
            "Quinn",
            "Renée",
            "Søren",
            "Tomasz",
            "Ursula",
            "Victor",
            "Wei",
            "Zoë");
    private static final List<String> LAST = List.of(
            "Smith",
            "Müller",
            "O'Brien",
            "Dupont",
            "García",
            "Rossi",
            "Kowalski",
            "Nilsson",
            "Tanaka",
            "Silva",
            "Yılmaz",
            "de Vries",
            "McDonald",
            "Lefèvre",
            "Schmidt",
            "Brown",
            "Kim",
            "van der Berg",
            "Núñez",
            "Ivanova");
    private static final List<String> COMPANIES = List.of(
            "Acme",
            "Globex, Inc.",
            "Initech",
            "\"Best\" Widgets",
            "Stark & Sons",
            "Hooli",
            "Umbrella",
            "Wayne Partners",
            "Soylent; Foods",
            "Vandelay Industries",
            "=Equals Consulting",
            "Łódź Software");
    private static final List<String> CITIES = List.of(
            "Paris",
            "Toronto",
            "Berlin",
            "london",
            "New York",
            "Zürich",
            "São Paulo",
            "Kraków",
            "Osaka",
            "Sydney",
            "Madrid");
    private static final List<String> STATES =
            List.of("California", "Ontario", "Québec", "Bayern", "Oregon", "Washington", "Île-de-France");
    private static final List<String> SOURCES =
            List.of("Web", "Trade Fair", "Partner", "Webinar", "Import 2019", "Referral", "web");
    private static final List<String> OWNERS = List.of("Dana", "Lee", "Priya", "Marc");
    private static final List<String> DOMAINS =
            List.of("example.com", "example.org", "example.net", "mail.example", "büro.example");

    private final Random random;

    private MessyProspectsGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** Writes a file. The arguments are {@code FILE [COUNT [SEED]]}. */
    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : COUNT;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : SEED;
        write(Path.of(arguments[0]), count, seed);
    }

    /** Writes a file in UTF-8 with a byte order mark and CRLF line ends, as a spreadsheet program does. */
    public static void write(Path file, int count, long seed) throws IOException {
        MessyProspectsGenerator prospects = new MessyProspectsGenerator(seed);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            out.print('\uFEFF');
            out.print("Id,Email,First Name,Last Name,Company,Country,State,City,Language,Lead Source,Lead Owner,"
                    + "Lead Score,Created,Email Opt Out,Bounced\r\n");
            for (int number = 1; number <= count; number++) {
                out.print(prospects.row(number));
                out.print("\r\n");
            }
        }
    }

    private String row(int number) {
        String first = pick(FIRST);
        String last = pick(LAST);
        Instant created = Instant.parse("2019-01-01T08:00:00Z").plusSeconds(random.nextInt(220_000_000));
        return String.join(
                ",",
                "P" + (100_000 + number),
                cell(email(first, last, number)),
                cell(sometimes(3) ? "" : first),
                cell(sometimes(3) ? "" : sometimes(5) ? last.toUpperCase(Locale.ROOT) : last),
                cell(sometimes(20) ? "" : pick(COMPANIES)),
                cell(country()),
                cell(sometimes(60) ? "" : pick(STATES)),
                cell(sometimes(25) ? "" : sometimes(10) ? "  " + pick(CITIES) : pick(CITIES)),
                pick(List.of("en", "fr", "de", "EN", "", "es")),
                pick(SOURCES),
                sometimes(15) ? "" : pick(OWNERS),
                sometimes(10) ? "" : sometimes(5) ? random.nextInt(1000) / 10.0 + "" : random.nextInt(101) + "",
                sometimes(50) ? created.toString() : created.toString().substring(0, 10),
                yesNo(9),
                yesNo(4));
    }

    private String email(String first, String last, int number) {
        if (sometimes(1)) {
            return pick(List.of("", "unknown", "n/a", first + "@", last + " at example.com", "a@b@example.com"));
        }
        // One in ten shares an address, as duplicates and the members of a team do.
        int owner = sometimes(10) ? 1 + random.nextInt(200) : number;
        String local =
                owner == number ? (ascii(first) + "." + ascii(last) + number).toLowerCase(Locale.ROOT) : "team" + owner;
        String domain = owner == number ? pick(DOMAINS) : "example.com";
        String address = local + "@" + domain;
        return sometimes(5) ? address.toUpperCase(Locale.ROOT) : sometimes(3) ? " " + address + "\u00a0" : address;
    }

    private static String ascii(String name) {
        return java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z]", "");
    }

    private String country() {
        if (sometimes(6)) {
            return "";
        }
        if (sometimes(1)) {
            return pick(UNKNOWN_COUNTRIES);
        }
        int position = random.nextInt(101);
        int index = 0;
        while (position >= WEIGHTS[index]) {
            position -= WEIGHTS[index++];
        }
        List<String> spellings = COUNTRIES.get(index);
        return sometimes(60) ? spellings.get(0) : pick(spellings);
    }

    private String yesNo(int percent) {
        return sometimes(percent)
                ? pick(List.of("Yes", "yes", "true", "1"))
                : sometimes(30) ? "" : pick(List.of("No", "no", "FALSE", "0"));
    }

    private boolean sometimes(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String cell(String text) {
        return text.matches("(?s).*[,\";\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
