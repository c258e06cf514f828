package heed.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import org.junit.jupiter.api.Test;

class InvisibleCharactersTest {
    @Test
    void they_are_the_default_ignorable_characters_of_unicode_and_the_annotation_characters() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            assertThat(InvisibleCharacters.isInvisible(c))
                    .as(Integer.toHexString(c))
                    .isEqualTo(UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                            || (c >= 0xFFF9 && c <= 0xFFFB));
        }
    }

    @Test
    void joiners_and_variation_selectors_have_a_meaning() {
        String family = "\uD83D\uDC69\u200D\uD83D\uDC67 \u2764\uFE0F";
        assertThat(InvisibleCharacters.removeMeaningless(family + "\u200B\u00AD\u202E\u2060"))
                .isEqualTo(family);
        assertThat(InvisibleCharacters.remove("A\u200Dn\uFE0Fn\u200B")).isEqualTo("Ann");
    }
}
