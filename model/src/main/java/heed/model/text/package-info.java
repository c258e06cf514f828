/** Functions of text and bytes that several modules need: hashes and characters that are unsafe to show. */
@NullMarked
package heed.model.text;

import org.jspecify.annotations.NullMarked;
