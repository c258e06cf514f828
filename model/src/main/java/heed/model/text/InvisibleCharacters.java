package heed.model.text;

/**
 * Characters that nobody sees: those of Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt), such as
 * zero-width spaces, soft hyphens, joiners, direction marks, byte order marks and variation selectors, and the interlinear
 * annotation characters. Texts that differ only in them look the same.
 *
 * <p>Joiners and variation selectors have a meaning in names of some scripts and in emoji. So the texts of prospects keep them;
 * keys, by which texts are compared, and addresses do not.
 */
public final class InvisibleCharacters {
    private static final int SOFT_HYPHEN = 0xAD; // the first of them
    private static final int[][] RANGES = {
        {SOFT_HYPHEN, SOFT_HYPHEN},
        {0x034F, 0x034F},
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x200B, 0x200F},
        {0x202A, 0x202E},
        {0x2060, 0x206F},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFB},
        {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A},
        {0xE0000, 0xE0FFF}
    };

    private InvisibleCharacters() {}

    /** Returns whether nobody sees the character. */
    public static boolean isInvisible(int codePoint) {
        if (codePoint < SOFT_HYPHEN) {
            return false;
        }
        for (int[] range : RANGES) {
            if (codePoint <= range[1]) {
                return codePoint >= range[0];
            }
        }
        return false;
    }

    /** Returns whether the character is invisible and has no meaning in any text. */
    public static boolean isMeaningless(int codePoint) {
        return isInvisible(codePoint) && !isJoiner(codePoint) && !isVariation(codePoint);
    }

    /** Returns whether the character joins its neighbours or keeps them apart, as in Persian and Indic words and emoji. */
    public static boolean isJoiner(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D;
    }

    /** Returns whether the character changes the form of the one before it: a variation selector, or a tag of an emoji. */
    public static boolean isVariation(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0x180B && codePoint <= 0x180F && codePoint != 0x180E)
                || (codePoint >= 0xE0020 && codePoint <= 0xE007F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    /** Returns the text without invisible characters. */
    public static String remove(String text) {
        return remove(text, false);
    }

    /** Returns the text without invisible characters, except those that have a meaning in some texts. */
    public static String removeMeaningless(String text) {
        return remove(text, true);
    }

    private static String remove(String text, boolean onlyMeaningless) {
        StringBuilder visible = null;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            boolean remove = onlyMeaningless ? isMeaningless(codePoint) : isInvisible(codePoint);
            if (remove && visible == null) {
                visible = new StringBuilder(text.length()).append(text, 0, i);
            } else if (!remove && visible != null) {
                visible.appendCodePoint(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return visible == null ? text : visible.toString();
    }

    /** Returns a regular expression in the syntax of PostgreSQL that matches any number of invisible characters. */
    public static String postgresPattern() {
        StringBuilder pattern = new StringBuilder("[");
        for (int[] range : RANGES) {
            pattern.append("\\U%08x-\\U%08x".formatted(range[0], range[1]));
        }
        return pattern.append("]+").toString();
    }
}
