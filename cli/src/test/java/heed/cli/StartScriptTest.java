package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script in its own checkout, with a Java and a Maven that only record how they were called. */
class StartScriptTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit 0; fi
            echo "java LC_ALL=${LC_ALL:-} $*" >>"$CALLS"
            case $* in *WarmUp) while read -r text; do [ "$text" != half ] || exit 1; done <"$JAR" ;; esac
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn in $(basename "$PWD") $*" >>"$CALLS"
            mkdir -p cli/target && touch cli/target/heed.jar
            """;

    @TempDir
    Path folder;

    private Path root;
    private Path programs;

    @BeforeEach
    void checkout() throws IOException {
        root = Files.createDirectories(folder.resolve("check out"));
        programs = Files.createDirectories(folder.resolve("programs"));
        Files.createDirectories(root.resolve("model/src/main"));
        Files.createDirectories(root.resolve("examples/src/main"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.copy(Path.of("..", "heed"), root.resolve("heed"), StandardCopyOption.COPY_ATTRIBUTES);
        program("java", JAVA.formatted("17.0.15"));
        program("mvn", MAVEN);
        for (String tool : List.of(
                "readlink",
                "dirname",
                "basename",
                "find",
                "head",
                "tail",
                "sed",
                "grep",
                "tee",
                "cat",
                "rm",
                "touch",
                "mkdir",
                "mktemp")) {
            program(tool, "#!/bin/sh\nPATH=/usr/bin:/bin\nexec " + tool + " \"$@\"\n");
        }
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(programs.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record ScriptResult(int code, String err, List<String> calls) {}

    private ScriptResult heed(Path script, String... arguments) throws IOException, InterruptedException {
        Path calls = Files.writeString(folder.resolve("calls"), "");
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        programs.toString(),
                        "CALLS",
                        calls.toString(),
                        "JAR",
                        root.resolve("cli/target/heed.jar").toString(),
                        "LANG",
                        "C"));
        Process process = builder.redirectErrorStream(true).start();
        String err = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ScriptResult(process.waitFor(), err, Files.readAllLines(calls));
    }

    @Test
    void the_script_builds_once_and_then_only_starts() throws Exception {
        ScriptResult first = heed(root.resolve("heed"), "--version");
        assertThat(first.code()).isZero();
        assertThat(first.err()).startsWith("note: building").hasLineCount(1);
        assertThat(first.calls())
                .satisfiesExactly(
                        build -> assertThat(build)
                                .startsWith("mvn in check out -B -ntp")
                                .endsWith("-pl cli -am package"),
                        archive -> assertThat(archive)
                                .contains("-XX:ArchiveClassesAtExit=")
                                .endsWith("heed.cli.WarmUp"),
                        start -> assertThat(start).contains("LC_ALL=C.UTF-8").endsWith("heed.jar --version"));
        ScriptResult second = heed(root.resolve("heed"), "fields", "opt out");
        assertThat(second.err()).isEmpty();
        assertThat(second.calls()).hasSize(1).first().asString().endsWith("heed.jar fields opt out");
    }

    @Test
    void the_script_builds_again_if_a_source_of_the_command_is_newer() throws Exception {
        heed(root.resolve("heed"));
        Path source = Files.writeString(root.resolve("model/src/main/Value.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(heed(root.resolve("heed")).calls().get(0)).startsWith("mvn");
        Files.delete(source);
        Files.setLastModifiedTime(root.resolve("model/src/main"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Path example = Files.writeString(root.resolve("examples/src/main/Example.java"), "");
        Files.setLastModifiedTime(example, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(heed(root.resolve("heed")).calls()).hasSize(1);
    }

    @Test
    void the_script_builds_again_if_the_jar_is_incomplete_and_archives_a_jar_of_another_build() throws Exception {
        heed(root.resolve("heed"));
        Path jar = Files.writeString(root.resolve("cli/target/heed.jar"), "half\n");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(heed(root.resolve("heed"), "runs").calls())
                .satisfiesExactly(
                        check -> assertThat(check).endsWith("WarmUp"),
                        build -> assertThat(build).startsWith("mvn"),
                        archive -> assertThat(archive).endsWith("WarmUp"),
                        start -> assertThat(start).endsWith("heed.jar runs"));

        Files.writeString(jar, "whole, of mvn verify\n");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(heed(root.resolve("heed"), "runs").calls())
                .satisfiesExactly(
                        archive -> assertThat(archive).endsWith("WarmUp"),
                        start -> assertThat(start).endsWith("heed.jar runs"));
    }

    @Test
    void the_script_works_from_any_folder_and_through_links() throws Exception {
        Path link = Files.createSymbolicLink(programs.resolve("heed"), Path.of("../link"));
        Files.createSymbolicLink(folder.resolve("link"), root.resolve("heed"));
        ScriptResult result = heed(link, "runs");
        assertThat(result.code()).isZero();
        assertThat(result.calls().get(2)).endsWith("check out/cli/target/heed.jar runs");
    }

    @Test
    void an_old_java_a_missing_java_and_a_missing_maven_are_reported() throws Exception {
        program("java", JAVA.formatted("1.8.0_292"));
        ScriptResult old = heed(root.resolve("heed"));
        assertThat(old.code()).isEqualTo(1);
        assertThat(old.err()).startsWith("error: Java 8 is too old").contains("JDK 17");
        assertThat(old.calls()).isEmpty();

        Files.delete(programs.resolve("java"));
        assertThat(heed(root.resolve("heed")).err())
                .contains("Java was not found")
                .contains("JDK 17");

        program("java", JAVA.formatted("21"));
        Files.delete(programs.resolve("mvn"));
        ScriptResult noMaven = heed(root.resolve("heed"));
        assertThat(noMaven.code()).isEqualTo(1);
        assertThat(noMaven.err()).contains("Maven (mvn) was not found").contains("3.8.7");
    }

    @Test
    void a_failed_build_is_reported_with_the_output_of_maven() throws Exception {
        program("mvn", "#!/bin/sh\necho 'BUILD FAILURE: no disk'\nexit 1\n");
        ScriptResult ended = heed(root.resolve("heed"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("BUILD FAILURE: no disk").endsWith("see the output of Maven above\n");
    }
}
