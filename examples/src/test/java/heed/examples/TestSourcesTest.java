package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSourcesTest {

    @Test
    void a_test_carries_its_promises() throws IOException {
        assertThat(promises("class MailTest { @Test @Promise({1, 12}) void stops() { assertTrue(stopped); } }"))
                .containsExactly("MailTest.stops [1, 12]");
        assertThat(promises("class MailTest { @Promise(2) @ParameterizedTest void stops(int seed) { check(seed); } }"))
                .containsExactly("MailTest.stops [2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class MailTest { @Test @Promise(1) void stops() {} }",
                "class MailTest { @Test @Promise(1) void stops() { int unused = 1; } }",
                "class MailTest { @Test @Disabled @Promise(1) void stops() { check(); } }",
                "@Disabled(\"slow\") class MailTest { @Test @Promise(1) void stops() { check(); } }",
                "@Disabled class MailTest { @Nested class Inner { @Test @Promise(1) void stops() { check(); } } }",
                "class MailTest { @Promise(1) void stops() { check(); } }",
                "class MailTest { /* @Test @Promise(1) */ void stops() { check(); } }",
                "abstract class MailContract { @Test @Promise(1) void stops() { check(); } }",
                "abstract class MailContract { @Test @Promise(1) void stops() { check(); } }"
                        + " @Disabled class MailTest extends MailContract {}"
            })
    void a_test_that_cannot_fail_does_not_count(String source) throws IOException {
        assertThat(promises(source)).isEmpty();
    }

    @Test
    void a_test_of_a_contract_counts_when_a_class_runs_the_contract() throws IOException {
        assertThat(promises(
                        "abstract class MailContract { @Test @Promise(1) void stops() { check(); } }",
                        "abstract class StoreContract extends MailContract {}",
                        "class SqliteTest extends StoreContract {}"))
                .containsExactly("MailContract.stops [1]");
    }

    @Test
    void a_proof_is_distinguished_from_a_daily_test() throws IOException {
        assertThat(promises("@Tag(\"proof\") class MailTest { @Test @Promise(1) void stops() { check(); } }"))
                .containsExactly("MailTest.stops [1] proof");
    }

    private static List<String> promises(String... sources) throws IOException {
        List<JavaFileObject> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            });
        }
        return TestSources.promiseTests(files).stream()
                .map(test -> test.type() + "." + test.method() + " " + test.promises() + (test.proof() ? " proof" : ""))
                .toList();
    }
}
