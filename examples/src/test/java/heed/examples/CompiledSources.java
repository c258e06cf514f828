package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java sources that a test gives as texts. */
final class CompiledSources {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");

    private CompiledSources() {}

    /** Compiles the sources, each of one type, into a folder. The test fails if they do not compile. */
    static void compile(Path folder, String... sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            List<JavaFileObject> units =
                    Stream.of(sources).<JavaFileObject>map(SourceText::new).toList();
            assertThat(compiler.getTask(null, files, null, options, null, units).call())
                    .isTrue();
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String text) {
            super(URI.create("string:///" + typeName(text) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        private static String typeName(String text) {
            Matcher type = TYPE.matcher(text);
            assertThat(type.find()).isTrue();
            return type.group(1);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
