"""Checks of keys, hashes, merges and counts of articles, and that nothing withdrawn is published."""

import hashlib

import polars as pl


def repeated_keys(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Return rows with a duplicate key."""
    return frame.select(key).filter(pl.struct(key).is_duplicated())


def wrong_text_hashes(articles: pl.DataFrame) -> pl.DataFrame:
    """Return articles whose text_sha256 is not the hash of their text."""
    digests = pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in articles["text"]], dtype=pl.String)
    return articles.select("article_id", "text_sha256").filter(digests != articles["text_sha256"])


def unfounded_merges(duplicates: pl.DataFrame, appearances: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return merged appearances that were never compared with the appearance whose text is published."""
    canonical = appearances.join(
        articles.select("article_id", page_id="first_page_id", published="text_sha256"),
        on=["article_id", "page_id"],
        how="inner",
    ).filter(pl.col("text_sha256") == pl.col("published"))
    members = appearances.join(canonical.select("article_id", canonical="appearance_id"), on="article_id", how="left")
    members_below = members.filter(pl.col("appearance_id") != pl.col("canonical"))
    compared = duplicates.filter("merged").select(appearance_id="left_id", canonical="right_id")
    return members_below.join(compared, on=["appearance_id", "canonical"], how="anti")


def inconsistent_merges(duplicates: pl.DataFrame, appearances: pl.DataFrame) -> pl.DataFrame:
    """Return pairs whose `merged` does not agree with the article ids of their appearances."""
    article = appearances.select("appearance_id", "article_id")
    both = duplicates.join(
        article.rename({"appearance_id": "left_id", "article_id": "left"}), on="left_id", how="left"
    ).join(article.rename({"appearance_id": "right_id", "article_id": "right"}), on="right_id", how="left")
    return both.filter((pl.col("merged") != (pl.col("left") == pl.col("right"))).fill_null(True))


def wrong_appearance_counts(articles: pl.DataFrame, appearances: pl.DataFrame) -> pl.DataFrame:
    """Return articles whose appearance_count is not their number of rows in `appearances`."""
    counted = appearances.group_by("article_id").agg(n=pl.len())
    joined = articles.select("article_id", "appearance_count").join(counted, on="article_id", how="full", coalesce=True)
    return joined.filter((pl.col("appearance_count") != pl.col("n")).fill_null(True))


def wrong_mention_counts(entities: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Return entities with wrong counts, and entities without a mention."""
    counted = mentions.group_by("entity_id").agg(n=pl.len(), articles=pl.col("article_id").n_unique())
    joined = entities.select("entity_id", "mention_count", "article_count").join(
        counted, on="entity_id", how="full", coalesce=True
    )
    is_right = (pl.col("mention_count") == pl.col("n")) & (pl.col("article_count") == pl.col("articles"))
    return joined.filter(~is_right.fill_null(False))


def published_all_the_same(
    withdrawals: pl.DataFrame, appearances: pl.DataFrame, articles: pl.DataFrame
) -> pl.DataFrame:
    """Return withdrawn ids that an article or an appearance has."""
    held = pl.concat(
        [
            articles.select("article_id"),
            appearances.select("article_id"),
            appearances.select(article_id="own_article_id"),
        ]
    )
    return withdrawals.join(held, on="article_id", how="semi")


def lines_not_withheld(lines: pl.DataFrame) -> pl.DataFrame:
    """Return withheld lines that have a text."""
    return lines.filter((pl.col("role").cast(pl.String) == "withdrawn") & (pl.col("text") != ""))
