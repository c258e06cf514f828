package heed.actions;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The action types that definitions can use, with unique ids. Immutable. */
public final class ActionTypes {
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Set<String> RESERVED_PROPERTIES = Set.of("id", "action");

    private final Map<String, ActionType> byId = new TreeMap<>();

    private ActionTypes(List<ActionType> types) {
        for (ActionType type : types) {
            check(type);
            ActionType other = byId.putIfAbsent(type.id(), type);
            if (other != null) {
                throw new IllegalArgumentException("two action types have the id \"" + type.id() + "\": "
                        + location(other) + " and " + location(type));
            }
        }
    }

    /**
     * Returns the given types.
     *
     * @throws IllegalArgumentException if two types have the same id, or the id or parameters of a type are invalid;
     *     the message names the classes
     */
    public static ActionTypes of(ActionType... types) {
        return new ActionTypes(Arrays.asList(types));
    }

    /** Returns the types that come with the product: set-field and send-email. */
    public static ActionTypes standard() {
        return of(new SetField(), new SendEmail());
    }

    /**
     * Returns the types that are listed in {@code META-INF/services} on the class path, among them those of the
     * product.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static ActionTypes discover() {
        return discover(ActionTypes.class.getClassLoader());
    }

    static ActionTypes discover(ClassLoader classLoader) {
        List<ActionType> types = new ArrayList<>();
        ServiceLoader.load(ActionType.class, classLoader).forEach(types::add);
        return new ActionTypes(types);
    }

    /** Returns the type of this id, in the same case; empty if there is none. */
    public Optional<ActionType> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the names of the properties of all types that take a {@link Parameter.Type#LONG_TEXT}. */
    public Set<String> longTextNames() {
        return byId.values().stream()
                .flatMap(type -> type.parameters().stream())
                .filter(parameter -> parameter.type() == Parameter.Type.LONG_TEXT)
                .map(Parameter::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns all types, ordered by id. */
    public List<ActionType> all() {
        return List.copyOf(byId.values());
    }

    private static void check(ActionType type) {
        if (!KEBAB_CASE.matcher(type.id()).matches()) {
            throw new IllegalArgumentException(
                    "\"" + type.id() + "\" is not a valid id of an action type, such as set-field: " + location(type));
        }
        Set<String> names = new HashSet<>(RESERVED_PROPERTIES);
        int fields = 0;
        boolean fieldValue = false;
        for (Parameter parameter : type.parameters()) {
            for (String name : parameter.propertyNames()) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException("the action type \"" + type.id()
                            + "\" cannot have a parameter \"" + name + "\", because that name is already used: "
                            + location(type));
                }
            }
            fields += parameter.type() == Parameter.Type.FIELD ? 1 : 0;
            fieldValue |= parameter.type() == Parameter.Type.FIELD_VALUE;
        }
        if (fieldValue && fields != 1) {
            throw new IllegalArgumentException("the action type \"" + type.id()
                    + "\" has a parameter for the value of a field, but not exactly one for the field: "
                    + location(type));
        }
    }

    private static String location(ActionType type) {
        CodeSource source = type.getClass().getProtectionDomain().getCodeSource();
        return type.getClass().getName()
                + (source == null || source.getLocation() == null ? "" : " in " + source.getLocation());
    }
}
