-- Views of the SQLite edition: the commonest questions. A view that needs a column of the edition with texts is left
-- out of the text-free edition.

CREATE VIEW articles_by_month AS
SELECT substr(published_on, 1, 7) AS month, category, count(*) AS article_count, sum(word_count) AS word_count
FROM articles GROUP BY month, category ORDER BY month, category;

CREATE VIEW sources_credited AS
SELECT source_name, count(*) AS article_count, min(published_on) AS first_on, max(published_on) AS last_on
FROM articles WHERE source_name IS NOT NULL GROUP BY source_name ORDER BY article_count DESC, source_name;

CREATE VIEW authors_credited AS
SELECT author, count(*) AS article_count, min(published_on) AS first_on, max(published_on) AS last_on
FROM articles WHERE author IS NOT NULL GROUP BY author ORDER BY article_count DESC, author;

CREATE VIEW names_by_articles AS
SELECT entity_id, name, type, article_count, mention_count, is_curated, wikidata_id
FROM entities WHERE mention_count > 0 ORDER BY article_count DESC, mention_count DESC, entity_id;

CREATE VIEW names_in_articles AS
SELECT mentions.article_id, articles.title, articles.published_on, mentions.entity_id, entities.name, entities.type,
  count(*) AS mention_count
FROM mentions JOIN articles USING (article_id) JOIN entities USING (entity_id)
GROUP BY mentions.article_id, mentions.entity_id;

CREATE VIEW names_in_the_same_articles AS
SELECT one.entity_id AS entity_id, other.entity_id AS other_entity_id, count(DISTINCT one.article_id) AS article_count
FROM mentions AS one JOIN mentions AS other ON other.article_id = one.article_id AND other.entity_id > one.entity_id
GROUP BY one.entity_id, other.entity_id;

CREATE VIEW shared_wording AS
SELECT one.article_id AS article_id, other.article_id AS other_article_id, count(*) AS passage_count,
  sum(passages.word_count) AS word_count, max(one.is_first) AS is_earlier
FROM passage_uses AS one
JOIN passage_uses AS other ON other.passage_id = one.passage_id AND other.article_id <> one.article_id
JOIN passages ON passages.passage_id = one.passage_id
GROUP BY one.article_id, other.article_id;

CREATE VIEW days_in_texts AS
SELECT dates.article_id, articles.title, articles.published_on, dates.text, dates.value, dates.begin_on, dates.end_on
FROM dates JOIN articles USING (article_id) WHERE dates.begin_on IS NOT NULL;

CREATE VIEW evidence_with_lines AS
SELECT evidence.article_id, evidence.field, evidence.value, evidence.raw, evidence.rule, pages.path, evidence.line_no,
  evidence.start, evidence."end", lines.text AS line
FROM evidence JOIN pages USING (page_id) JOIN lines USING (page_id, line_no);

CREATE VIEW lines_by_role AS
SELECT page_id, path, role, count(*) AS line_count FROM lines JOIN pages USING (page_id) GROUP BY page_id, role;

CREATE VIEW problems_by_code AS
SELECT severity, code, count(*) AS problem_count, advice FROM problems GROUP BY severity, code
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, problem_count DESC, code;
