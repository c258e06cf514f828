package heed.imports.columns;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderWordsTest {
    @ParameterizedTest
    @CsvSource({
        "HasOptedOutOfEmail, EMAIL_OPT_OUT",
        "Email Opt-Out, EMAIL_OPT_OUT",
        "email_opt_out, EMAIL_OPT_OUT",
        "emailOptOut, EMAIL_OPT_OUT",
        "Opted Out, EMAIL_OPT_OUT",
        "Opted_Out__c, EMAIL_OPT_OUT",
        "Do Not Email, EMAIL_OPT_OUT",
        "Unsubscribed from all email, EMAIL_OPT_OUT",
        "UNSUB_TIME, EMAIL_OPT_OUT",
        "Unsubscribed At, EMAIL_OPT_OUT",
        "Opt-out date, EMAIL_OPT_OUT",
        "DESABONNE, EMAIL_OPT_OUT",
        "Désabonnée, EMAIL_OPT_OUT",
        "abgemeldet am, EMAIL_OPT_OUT",
        "Wypisany, EMAIL_OPT_OUT",
        "配信停止, EMAIL_OPT_OUT",
        "ＯｐｔＯｕｔ, EMAIL_OPT_OUT",
        "Hard Bounced, BOUNCED",
        "hs_email_hard_bounced, BOUNCED",
        "CLEAN_TIME, BOUNCED",
        "バウンス, BOUNCED",
        "E-Mail-Adresse, EMAIL",
        "EMAIL_ADDRESS, EMAIL",
        "Correo electrónico, EMAIL",
        "メールアドレス, EMAIL",
        "Subscribed, YES",
        "Email consent, YES",
        "Opt-in, YES",
        "Marketing Permissions, YES",
        "Accepts Marketing, YES",
        "Einwilligung, YES",
        "Email Status, STATES",
        "EMAIL_TYPE, STATES",
        "Opted out of email: Marketing Information, PROBABLY_NO",
        "Newsletter opt out?, PROBABLY_NO",
        "Email Opt, PROBABLY_NO",
        "Spam flag, PROBABLY_NO",
        "Is complaining, PROBABLY_NO",
        "Suppression reason, PROBABLY_NO",
        "Double opt-in confirmed, PROBABLY_YES",
        "Marketing consent source, PROBABLY_YES",
        "Leiratkozott, PROBABLY_NO",
        "Cancelado, PROBABLY_NO",
        "Sperrvermerk, PROBABLY_NO",
        "Robinsonliste, PROBABLY_NO",
        "Weekly newsletter, PERHAPS",
        "Emails?, PERHAPS",
        "Receives Mail, PERHAPS",
        "Mailversand, PERHAPS",
        "Option, NONE",
        "Adoption Date, NONE",
        "Optician, NONE",
        "Shoe Size, NONE",
        "Company, NONE",
        "'', NONE",
        "?!, NONE"
    })
    void a_header_has_its_meaning_in_any_spelling(String header, HeaderMeaning meaning) {
        assertThat(HeaderWords.meaning(header)).isEqualTo(meaning);
    }

    private static final Map<String, HeaderMeaning> MEANINGS = Map.of(
            "email", HeaderMeaning.EMAIL,
            "opt-out", HeaderMeaning.EMAIL_OPT_OUT,
            "bounced", HeaderMeaning.BOUNCED,
            "yes", HeaderMeaning.YES,
            "status", HeaderMeaning.STATES);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void case_white_space_and_punctuation_never_change_the_meaning(long seed) {
        Random random = new Random(seed);
        for (String row : TsvResource.readRows(HeaderWords.class, "header-words.tsv")) {
            List<String> cells = TsvResource.cells(row, 3);
            HeaderMeaning meaning = MEANINGS.get(cells.get(0));
            if (meaning != null) {
                String spelled = respell(cells.get(1), random);
                assertThat(HeaderWords.meaning(spelled))
                        .as("%s as %s", cells.get(1), spelled)
                        .isEqualTo(meaning);
            }
        }
    }

    private static String respell(String word, Random random) {
        StringBuilder spelled = new StringBuilder(" ");
        String cased = random.nextBoolean() ? word.toUpperCase(Locale.ROOT) : word.toLowerCase(Locale.ROOT);
        cased.chars()
                .forEach(c -> spelled.append(
                        c == ' ' || c == '-' || c == '_' ? " -_./".charAt(random.nextInt(5)) : (char) c));
        return spelled.append(random.nextBoolean() ? "?" : " ").toString();
    }

    @Test
    void a_part_that_is_about_a_no_is_found_inside_any_header() {
        for (String row : TsvResource.readRows(HeaderWords.class, "header-words.tsv")) {
            List<String> cells = TsvResource.cells(row, 3);
            if (cells.get(0).equals("no-part")) {
                assertThat(HeaderWords.meaning("Zzz " + cells.get(1) + " qqq"))
                        .as(cells.get(1))
                        .isEqualTo(HeaderMeaning.PROBABLY_NO);
            }
        }
    }
}
