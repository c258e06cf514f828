package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with the header rows of eight vendors' exports. */
class VendorFilesTest {
    @TempDir
    private Path folder;

    /**
     * A file, and what must come of it.
     *
     * @param doubtful the columns that stop the import
     * @param answers the options that let it go on
     * @param suppressed the local parts of the addresses that must not be mailed
     */
    private record VendorFile(
            String vendor, String text, List<String> doubtful, List<String> answers, List<String> suppressed) {
        @Override
        public String toString() {
            return vendor;
        }
    }

    static Stream<VendorFile> files() {
        return Stream.of(
                new VendorFile("Salesforce", """
                        "Id","LastName","FirstName","Email","HasOptedOutOfEmail","EmailBouncedReason","EmailBouncedDate"
                        "003A","Ames","Ann","ann@example.com","false","",""
                        "003B","Bell","Bob","bob@example.com","true","",""
                        "003C","Cole","Cy","cy@example.com","false","","2024-05-01T10:00:00.000+0000"
                        """, List.of(), List.of(), List.of("bob", "cy")),
                new VendorFile(
                        "Salesforce report",
                        """
                        First Name,Email,Email Opt Out,Email Bounced Date,Email Bounced Reason
                        Ann,ann@example.com,0,,
                        Bob,bob@example.com,1,,
                        Cy,cy@example.com,0,5/1/2024 3:07 PM,550 5.1.1 user unknown
                        """,
                        List.of("Email Bounced Reason"),
                        List.of("--ignore", "Email Bounced Reason"),
                        List.of("bob", "cy")),
                new VendorFile(
                        "HubSpot",
                        """
                        Record ID,First Name,Email,Unsubscribed from all email,Email hard bounce reason,Marketing contact status
                        1,Ann,ann@example.com,,,Marketing contact
                        2,Bob,bob@example.com,true,,Marketing contact
                        3,Cy,cy@example.com,false,Unknown user,Non-marketing contact
                        """,
                        List.of("Email hard bounce reason", "Marketing contact status"),
                        List.of("--ignore", "Email hard bounce reason", "--ignore", "Marketing contact status"),
                        List.of("bob")),
                new VendorFile(
                        "HubSpot unsubscribes and bounces",
                        """
                        Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce
                        ann@example.com,FALSE,FALSE,FALSE,FALSE
                        bob@example.com,FALSE,TRUE,FALSE,FALSE
                        cy@example.com,TRUE,FALSE,FALSE,FALSE
                        dan@example.com,FALSE,FALSE,TRUE,FALSE
                        eve@example.com,FALSE,FALSE,FALSE,TRUE
                        """,
                        List.of(),
                        List.of(),
                        List.of("bob", "cy", "dan", "eve")),
                new VendorFile("Mailchimp unsubscribes", """
                        Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_ID
                        ann@example.com,Ann,2,2020-01-01 10:00:00,2020-01-01 10:00:00,,
                        bob@example.com,Bob,2,2020-01-01 10:00:00,2020-01-01 10:00:00,2021-02-01 10:00:00,
                        """, List.of(), List.of(), List.of("bob")),
                new VendorFile(
                        "Mailchimp cleaned",
                        """
                        Email Address,Address,MEMBER_RATING,CLEAN_TIME,EMAIL_TYPE
                        ann@example.com,1 Main St,2,2021-02-01 10:00:00,html
                        """,
                        List.of("EMAIL_TYPE"),
                        List.of("--ignore", "EMAIL_TYPE"),
                        List.of("ann")),
                new VendorFile(
                        "Mailchimp audience",
                        """
                        Email Address,First Name,Email Marketing Status
                        ann@example.com,Ann,Subscribed
                        bob@example.com,Bob,Unsubscribed
                        cy@example.com,Cy,Cleaned
                        """,
                        List.of("Email Marketing Status"),
                        List.of("--map", "Email Marketing Status=Email Opt Out"),
                        List.of("bob", "cy")),
                new VendorFile("Marketo", """
                        Id\tEmail Address\tUnsubscribed\tBlack Listed\tEmail Invalid\tMarketing Suspended
                        1\tann@example.com\tfalse\tfalse\tfalse\tfalse
                        2\tbob@example.com\ttrue\tfalse\tfalse\tfalse
                        3\tcy@example.com\tfalse\ttrue\tfalse\tfalse
                        4\tdan@example.com\tfalse\tfalse\ttrue\tfalse
                        5\teve@example.com\tfalse\tfalse\tfalse\ttrue
                        """, List.of(), List.of(), List.of("bob", "cy", "dan", "eve")),
                new VendorFile("Pardot", """
                        Id,Email,Do Not Email,Do Not Call,Opted Out,Email Bounced Date
                        1,ann@example.com,No,,No,
                        2,bob@example.com,Yes,,No,
                        3,cy@example.com,No,,Yes,
                        4,dan@example.com,No,,No,2024-05-01
                        """, List.of(), List.of(), List.of("bob", "cy", "dan")),
                new VendorFile("Mautic", """
                        "email","firstname","doNotContact"
                        "ann@example.com","Ann","0"
                        "bob@example.com","Bob","1"
                        """, List.of(), List.of(), List.of("bob")),
                new VendorFile(
                        "Brevo", """
                        CONTACT ID;EMAIL;FIRSTNAME;EMAIL_BLACKLISTED;OPT_IN;ADDED_TIME
                        1;ann@example.com;Ann;false;Yes;01-02-2024
                        2;bob@example.com;Bob;true;No;01-02-2024
                        """, List.of("OPT_IN"), List.of("--map", "OPT_IN=not Email Opt Out"), List.of("bob")),
                new VendorFile(
                        "ActiveCampaign",
                        """
                        Email,First Name,Status,Date Unsubscribed
                        ann@example.com,Ann,Active,
                        bob@example.com,Bob,Unsubscribed,2024-02-03 10:11:12
                        cy@example.com,Cy,Bounced,
                        """,
                        List.of("Status"),
                        List.of("--map", "Status=Email Opt Out"),
                        List.of("bob", "cy")),
                new VendorFile("in German", """
                        E-Mail-Adresse;Vorname;Abgemeldet;Unzustellbar
                        ann@example.com;Ann;Nein;Nein
                        bob@example.com;Bob;Ja;Nein
                        cy@example.com;Cy;;x
                        """, List.of(), List.of(), List.of("bob", "cy")),
                new VendorFile("in Japanese", """
                        メールアドレス,配信停止
                        ann@example.com,いいえ
                        bob@example.com,はい
                        """, List.of(), List.of(), List.of("bob")));
    }

    private List<String> suppressed(TestShell shell) {
        List<String> names = new ArrayList<>();
        shell.runJson("suppression", "list")
                .get("addresses")
                .forEach(entry -> names.add(entry.get("address").asString().replace("@example.com", "")));
        return names;
    }

    @ParameterizedTest
    @MethodSource("files")
    void an_export_is_imported_with_its_noes_or_asks_first(VendorFile vendorFile) {
        TestShell shell = new TestShell(folder);
        Path file = shell.file("export.csv", vendorFile.text);
        if (!vendorFile.doubtful.isEmpty()) {
            CommandResult stopped = shell.heed("import", file);
            assertThat(stopped.code()).isEqualTo(2);
            vendorFile.doubtful.forEach(column -> assertThat(stopped.err())
                    .contains("The column \"" + column + "\"")
                    .contains("--ignore"));
            assertThat(stopped.err().lines().filter(line -> line.startsWith("The column ")))
                    .hasSize(vendorFile.doubtful.size());
            assertThat(shell.store()).doesNotExist();
        }
        List<Object> command = new ArrayList<>(List.of("import", file));
        command.addAll(vendorFile.answers);
        CommandResult imported = shell.heed(command.toArray());
        assertThat(imported.code()).as(imported.err()).isZero();
        assertThat(suppressed(shell)).containsExactlyElementsOf(new TreeSet<>(vendorFile.suppressed));
    }
}
