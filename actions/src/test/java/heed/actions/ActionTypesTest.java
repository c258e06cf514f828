package heed.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionTypesTest {
    @Test
    void a_type_is_found_by_its_id() {
        ActionTypes types = ActionTypes.of(new SetField(), new WaveActionType("wave"));

        assertThat(types.find("wave")).containsInstanceOf(WaveActionType.class);
        assertThat(types.find("Wave")).isEmpty();
        assertThat(types.all()).extracting(ActionType::id).containsExactly("set-field", "wave");
    }

    @Test
    void the_standard_types_are_discovered_in_their_own_jar() {
        assertThat(ActionTypes.discover().all())
                .extracting(ActionType::id)
                .containsExactlyElementsOf(ActionTypes.standard().all().stream()
                        .map(ActionType::id)
                        .toList());
    }

    @Test
    void a_type_of_another_jar_is_discovered(@TempDir Path jar) throws IOException {
        try (URLClassLoader classLoader = classLoaderWithService(jar, AnotherActionType.class)) {
            assertThat(ActionTypes.discover(classLoader).all())
                    .extracting(ActionType::id)
                    .containsExactly("another", "send-email", "set-field");
        }
    }

    @Test
    void two_types_with_the_same_id_are_refused_with_both_classes_and_locations() {
        String productJar = SetField.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        String testClasses = WaveActionType.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        assertThat(productJar).isNotEqualTo(testClasses);
        assertThatThrownBy(() -> ActionTypes.of(new SetField(), new WaveActionType("set-field")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two action types have the id \"set-field\": heed.actions.SetField in " + productJar
                        + " and heed.actions.ActionTypesTest$WaveActionType in " + testClasses);
    }

    @Test
    void two_discovered_types_with_the_same_id_are_refused(@TempDir Path jar) throws IOException {
        try (URLClassLoader classLoader = classLoaderWithService(jar, DuplicateActionType.class)) {
            assertThatThrownBy(() -> ActionTypes.discover(classLoader))
                    .hasMessageContaining("heed.actions.SetField in ")
                    .hasMessageContaining("heed.actions.ActionTypesTest$DuplicateActionType in ");
        }
    }

    @Test
    void an_id_must_be_in_kebab_case() {
        for (String wrong : List.of("", "Set-Field", "set field", "-x", "x-", "1x", "sé")) {
            assertThatThrownBy(() -> ActionTypes.of(new WaveActionType(wrong)))
                    .hasMessageContaining("is not a valid id of an action type")
                    .hasMessageContaining("ActionTypesTest$WaveActionType");
        }
    }

    @Test
    void a_parameter_name_must_be_unique_and_not_reserved() {
        assertThatThrownBy(() -> ActionTypes.of(new WaveActionType("wave", parameter("id", Parameter.Type.TEXT))))
                .hasMessageContaining("cannot have a parameter \"id\"");
        assertThatThrownBy(() -> ActionTypes.of(new WaveActionType("wave", parameter("action", Parameter.Type.TEXT))))
                .hasMessageContaining("cannot have a parameter \"action\"");
        assertThatThrownBy(() -> ActionTypes.of(new WaveActionType(
                        "wave", parameter("hand", Parameter.Type.TEXT), parameter("hand", Parameter.Type.NUMBER))))
                .hasMessageContaining("cannot have a parameter \"hand\"");
    }

    @Test
    void a_parameter_for_the_value_of_a_field_needs_one_for_the_field() {
        assertThatThrownBy(() ->
                        ActionTypes.of(new WaveActionType("wave", parameter("value", Parameter.Type.FIELD_VALUE))))
                .hasMessageContaining("not exactly one for the field");
    }

    private static URLClassLoader classLoaderWithService(Path jar, Class<?> type) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve(ActionType.class.getName()), type.getName());
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ActionTypesTest.class.getClassLoader());
    }

    private static Parameter parameter(String name, Parameter.Type type) {
        return new Parameter(name, type, false, "Nothing.");
    }

    /** An action type that creates no actions. */
    static class WaveActionType implements ActionType {
        private final String id;
        private final List<Parameter> parameters;

        WaveActionType(String id, Parameter... parameters) {
            this.id = id;
            this.parameters = Arrays.asList(parameters);
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String label() {
            return "Wave";
        }

        @Override
        public List<Parameter> parameters() {
            return parameters;
        }

        @Override
        public Action create(Arguments arguments) {
            throw new UnsupportedOperationException();
        }
    }

    /** A type that another jar provides. */
    public static final class AnotherActionType extends WaveActionType {
        public AnotherActionType() {
            super("another");
        }
    }

    /** A type that another jar provides with an id of the product. */
    public static final class DuplicateActionType extends WaveActionType {
        public DuplicateActionType() {
            super("set-field");
        }
    }
}
