/** Reading prospects and addresses from CSV and JSON Lines files, and writing prospects. */
@NullMarked
package heed.cli.internal.files;

import org.jspecify.annotations.NullMarked;
