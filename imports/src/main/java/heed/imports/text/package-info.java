/** Text files: their bytes and encodings. */
@NullMarked
package heed.imports.text;

import org.jspecify.annotations.NullMarked;
