"""Archives: many articles, one endpoint, nothing lost and nothing paid twice."""
