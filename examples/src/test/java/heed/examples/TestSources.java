package heed.examples;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The test methods in Java sources that JUnit would run, with the promises they carry. The sources are parsed, not compiled. */
final class TestSources {
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** A test method that carries promises and can fail. */
    record PromiseTest(String type, String method, Set<String> promises, boolean proof) {}

    private record TestType(String name, Optional<String> parent, boolean isAbstract) {}

    private final List<PromiseTest> found = new ArrayList<>();
    private final Map<String, TestType> types = new HashMap<>();

    private TestSources() {}

    /**
     * Finds the tests with promises. A test that is disabled, has no statement that calls anything, or stands in an abstract
     * class that no other class extends is left out, because it cannot fail.
     */
    static List<PromiseTest> promiseTests(Collection<? extends JavaFileObject> sources) throws IOException {
        TestSources reader = new TestSources();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        for (CompilationUnitTree unit : task.parse()) {
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree tree) {
                    reader.read(tree, true, false);
                }
            }
        }
        Set<String> run = reader.typesThatRun();
        return reader.found.stream().filter(test -> run.contains(test.type())).toList();
    }

    private void read(ClassTree type, boolean enabledOutside, boolean proofOutside) {
        ModifiersTree modifiers = type.getModifiers();
        boolean enabled = enabledOutside && !has(modifiers, "Disabled");
        boolean proof = proofOutside || isProof(modifiers);
        String name = type.getSimpleName().toString();
        boolean isAbstract = modifiers.getFlags().contains(Modifier.ABSTRACT) || type.getKind() == Tree.Kind.INTERFACE;
        if (enabled) {
            Optional<String> parent =
                    Optional.ofNullable(type.getExtendsClause()).map(Tree::toString);
            types.put(name, new TestType(name, parent, isAbstract));
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested) {
                read(nested, enabled, proof);
            } else if (member instanceof MethodTree method && enabled && isTest(method)) {
                Set<String> promises = promises(method.getModifiers());
                if (!promises.isEmpty()) {
                    found.add(new PromiseTest(
                            name, method.getName().toString(), promises, proof || isProof(method.getModifiers())));
                }
            }
        }
    }

    private static boolean isTest(MethodTree method) {
        ModifiersTree modifiers = method.getModifiers();
        return TEST_ANNOTATIONS.stream().anyMatch(annotation -> has(modifiers, annotation))
                && !has(modifiers, "Disabled")
                && calls(method);
    }

    private static boolean calls(MethodTree method) {
        boolean[] calls = {false};
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
                calls[0] = true;
                return null;
            }
        }.scan(method.getBody(), null);
        return calls[0];
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream().anyMatch(one -> isNamed(one, annotation));
    }

    private static boolean isNamed(AnnotationTree annotation, String name) {
        String type = annotation.getAnnotationType().toString();
        return type.equals(name) || type.endsWith("." + name);
    }

    private static boolean isProof(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .anyMatch(annotation -> isNamed(annotation, "Tag")
                        && annotation.getArguments().toString().contains("\"proof\""));
    }

    private static Set<String> promises(ModifiersTree modifiers) {
        Set<String> numbers = new TreeSet<>();
        modifiers.getAnnotations().stream()
                .filter(annotation -> isNamed(annotation, "Promise"))
                .forEach(annotation -> NUMBER.matcher(annotation.getArguments().toString())
                        .results()
                        .forEach(number -> numbers.add(number.group())));
        return numbers;
    }

    /** The concrete classes, and all classes that they extend. */
    private Set<String> typesThatRun() {
        Set<String> run = new HashSet<>();
        types.values().stream().filter(type -> !type.isAbstract()).forEach(concrete -> {
            Optional<TestType> type = Optional.of(concrete);
            while (type.isPresent() && run.add(type.get().name())) {
                type = type.get().parent().map(types::get);
            }
        });
        return run;
    }
}
