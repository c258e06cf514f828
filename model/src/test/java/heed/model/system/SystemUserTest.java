package heed.model.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SystemUserTest {
    /** Prints the name of the user. */
    static final class Program {
        public static void main(String[] arguments) {
            System.out.print(SystemUser.name());
        }
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void a_property_of_the_command_line_does_not_change_who_the_user_is() throws IOException {
        String name = output(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.name=the.boss",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        assertThat(name).isEqualTo(output("id", "-un")).isNotEqualTo("the.boss");
    }
}
