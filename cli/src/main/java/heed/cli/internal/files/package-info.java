/** Reading prospects and addresses from CSV and JSON lines, and writing them. */
@NullMarked
package heed.cli.internal.files;

import org.jspecify.annotations.NullMarked;
