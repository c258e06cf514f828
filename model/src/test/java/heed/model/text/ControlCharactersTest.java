package heed.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlCharactersTest {
    private static final Set<Byte> EXPLICIT = Set.of(
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
            Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
            Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
            Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
            Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE);

    @Test
    void line_ends_terminal_controls_and_half_pairs_are_control_characters() {
        assertThat(List.of(0, 0x0A, 0x0D, 0x09, 0x1B, 0x7F, 0x85, 0x2028, 0x2029, 0xD800, 0xDFFF))
                .allMatch(ControlCharacters::isControl);
        assertThat(List.of(0x20, 0x61, 0xE9, 0xA0, 0x200D, 0x202E, 0x1F600)).noneMatch(ControlCharacters::isControl);
    }

    @Test
    void embeddings_overrides_and_isolates_change_the_direction_explicitly() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            assertThat(ControlCharacters.isExplicitDirectional(codePoint))
                    .as("U+%04X", codePoint)
                    .isEqualTo(EXPLICIT.contains(Character.getDirectionality(codePoint)));
        }
    }

    @Test
    void directional_marks_are_a_class_of_their_own() {
        assertThat(List.of(0x061C, 0x200E, 0x200F))
                .allMatch(ControlCharacters::isImplicitDirectional)
                .noneMatch(ControlCharacters::isExplicitDirectional)
                .noneMatch(ControlCharacters::isControl);
        assertThat(ControlCharacters.isImplicitDirectional(0x200D)).isFalse();
    }
}
