package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.testing.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeStyleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "body{font-family:Georgia,serif}",
                "main::before{content:url(data:image/png;base64,iVBORw0KGgo=)}",
                "main{background:URL( 'data:image/svg+xml;base64,PHN2Zz4=' )}",
                "@media (max-width: 600px){h1{font-size:1.2em}}"
            })
    void a_style_sheet_with_images_as_data_is_accepted(String css) {
        assertThat(new UnsubscribeStyle(css).css()).isEqualTo(css);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</style><script>alert(1)</script>           | contains the character",
                "h1{content:'<!--'}                           | contains the character",
                "@import 'https://evil.example/x.css';        | the page loads nothing",
                "h1{background:url(https://evil.example/p)}   | from elsewhere",
                "h1{background:url(//evil.example/p)}         | from elsewhere",
                "h1{background:url(data:text/html;base64,x)}  | from elsewhere",
                "h1{background:u\\72l(https://evil.example)}  | backslash",
                "@font-face{font-family:x}                    | the page loads nothing",
                "h1{background:image-set('x.png' 1x)}         | the page loads nothing"
            })
    @Promise(10)
    void a_style_sheet_never_becomes_markup_or_loads_anything(String css, String message) {
        assertThatThrownBy(() -> new UnsubscribeStyle(css))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_style_sheet_has_at_most_64_kibibytes() {
        assertThat(new UnsubscribeStyle("a".repeat(UnsubscribeStyle.MAX_BYTES)).css())
                .hasSize(UnsubscribeStyle.MAX_BYTES);
        assertThatThrownBy(() -> new UnsubscribeStyle("ä".repeat(UnsubscribeStyle.MAX_BYTES)))
                .hasMessage("the style sheet is larger than 64 KiB");
    }
}
